package io.vaultplatform.core.store;

/**
 * How the database learns who acts: a setting or a role, both local to the transaction, so that
 * neither outlives it on the pooled connection.
 */
public final class PrincipalSql {
  private static final String SET_PRINCIPAL =
      "SELECT set_config('vault.principal', ?, true) AS who, set_config('lock_timeout', ?, true)";

  // SET LOCAL ROLE as a function: the name is a bound value like any other.
  private static final String SET_ROLE =
      "SELECT set_config('role', ?, true) AS who, set_config('lock_timeout', ?, true)";

  /**
   * How long a person's request waits for a lock. Whoever waits holds a connection; a queue for one
   * row must be gone before it has taken the pool from whoever could end it.
   */
  static final String PERSON_WAITS = "3s";

  /** The same for work of the server's own, which a letter or a release may hang on. */
  static final String SERVICE_WAITS = "10s";

  private PrincipalSql() {}

  /** To be the first statement of a transaction. */
  public static void apply(Sql sql, Principal principal) {
    switch (principal) {
      case Principal.Person(var account) ->
          sql.one(SET_PRINCIPAL, row -> row.text("who"), account.value().toString(), PERSON_WAITS);
      case Principal.Service(var role) ->
          sql.one(SET_ROLE, row -> row.text("who"), role.text(), SERVICE_WAITS);
      case Principal.LinkHolder(var vault) ->
          sql.one(SET_PRINCIPAL, row -> row.text("who"), "", PERSON_WAITS);
      case Principal.Nobody() -> sql.one(SET_PRINCIPAL, row -> row.text("who"), "", PERSON_WAITS);
    }
  }
}
