package io.vaultplatform.core.store;

/**
 * How the database learns who acts: a setting or a role, both local to the transaction, so that
 * neither outlives it on the pooled connection.
 */
public final class PrincipalSql {
  private static final String SET_PRINCIPAL =
      "SELECT set_config('vault.principal', ?, true) AS who";

  // SET LOCAL ROLE as a function: the name is a bound value like any other.
  private static final String SET_ROLE = "SELECT set_config('role', ?, true) AS who";

  private PrincipalSql() {}

  /** To be the first statement of a transaction. */
  public static void apply(Sql sql, Principal principal) {
    switch (principal) {
      case Principal.Person(var account) ->
          sql.one(SET_PRINCIPAL, row -> row.text("who"), account.value().toString());
      case Principal.Service(var role) -> sql.one(SET_ROLE, row -> row.text("who"), role.text());
      case Principal.LinkHolder(var vault) -> sql.one(SET_PRINCIPAL, row -> row.text("who"), "");
      case Principal.Nobody() -> sql.one(SET_PRINCIPAL, row -> row.text("who"), "");
    }
  }
}
