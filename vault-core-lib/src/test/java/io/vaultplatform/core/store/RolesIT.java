package io.vaultplatform.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who sees what on one pooled connection that is one person's, then the engine's, then another's.
 */
@ExtendWith(PostgresExtension.class)
class RolesIT {
  private static final String ALL_VAULTS = "SELECT id FROM vault_core.vaults";
  private final AccountId ann = new AccountId(UUID.randomUUID());
  private final AccountId bob = new AccountId(UUID.randomUUID());
  private final UUID annsVault = UUID.randomUUID();
  private final UUID bobsVault = UUID.randomUUID();
  private final Connection pooled;
  private final LocalWork work;
  private final TestDatabase database;

  RolesIT(TestDatabase database) throws SQLException {
    this.database = database;
    this.pooled = database.app().getConnection();
    this.work = new LocalWork(onlyEver(pooled));
  }

  @BeforeEach
  void two_owners_with_a_vault_each() {
    work.run(ann, () -> create(annsVault, ann));
    work.run(bob, () -> create(bobsVault, bob));
  }

  @AfterEach
  void close() throws SQLException {
    pooled.close();
  }

  @Test
  void a_query_without_where_returns_the_owners_rows_only() {
    assertThat(seenBy(new Principal.Person(ann))).containsExactly(annsVault);
    assertThat(seenBy(new Principal.Person(bob))).containsExactly(bobsVault);
    assertThat(seenBy(Principal.NOBODY)).isEmpty();
  }

  @Test
  void nobody_writes_a_row_for_somebody_else() {
    assertThatThrownBy(() -> work.run(ann, () -> create(UUID.randomUUID(), bob)))
        .isInstanceOfSatisfying(
            SqlFailure.class, failure -> assertThat(failure.state()).isEqualTo("42501"));
    int touched =
        work.as(
            ann,
            () ->
                work.sql()
                    .update(
                        "UPDATE vault_core.vaults SET status = 'closed' WHERE id = ?", bobsVault));
    assertThat(touched).isZero();
  }

  @Test
  void the_engine_sees_every_row_and_the_role_ends_with_the_transaction() throws SQLException {
    List<UUID> seen = work.engine().call(this::vaults);
    assertThat(seen).contains(annsVault, bobsVault);
    assertThat(role()).isEqualTo("vault_app");
    assertThat(seenBy(Principal.NOBODY)).isEmpty();
    assertThat(seenBy(new Principal.Person(ann))).containsExactly(annsVault);
  }

  @Test
  void the_role_ends_with_a_rollback_too() throws SQLException {
    assertThatThrownBy(
            () ->
                work.engine()
                    .run(
                        () -> {
                          assertThat(vaults()).contains(annsVault);
                          throw new IllegalStateException("on purpose");
                        }))
        .hasMessage("on purpose");
    assertThat(role()).isEqualTo("vault_app");
    assertThat(seenBy(Principal.NOBODY)).isEmpty();
  }

  @Test
  void the_role_ends_when_a_statement_failed_too() throws SQLException {
    assertThatThrownBy(() -> work.engine().run(() -> work.sql().update("SELECT 1/0")))
        .isInstanceOf(SqlFailure.class);
    assertThat(role()).isEqualTo("vault_app");
    assertThat(seenBy(Principal.NOBODY)).isEmpty();
  }

  // The heart of it: a policy TO vault_engine holds for every role that inherits vault_engine.
  @Test
  void without_the_switch_the_policies_of_the_engine_do_not_hold_for_the_application() {
    var inherited =
        work.as(
            Principal.NOBODY,
            () ->
                work.sql()
                    .list(
                        """
                        SELECT r.rolname FROM pg_roles r
                         WHERE r.rolname LIKE 'vault\\_%' AND r.rolname <> 'vault_app'
                           AND pg_has_role('vault_app', r.oid, 'USAGE')
                        """,
                        row -> row.text("rolname")));
    assertThat(inherited).isEmpty();
    assertThat(seenBy(Principal.NOBODY)).isEmpty();
  }

  @Test
  void the_principal_ends_with_the_transaction() throws SQLException {
    work.as(ann, this::vaults);
    try (var statement = pooled.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT vault_core.principal() AS who, count(*) AS seen FROM vault_core.vaults")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("who")).isNull();
      assertThat(rows.getInt("seen")).isZero();
    }
  }

  @Test
  void the_owner_of_the_tables_reads_no_row_either() {
    var owner = new LocalWork(database.owner());
    List<UUID> seen = owner.as(Principal.NOBODY, () -> vaults(owner));
    assertThat(seen).isEmpty();
  }

  @Test
  void a_refusal_changes_nothing() {
    var extra = UUID.randomUUID();
    work.as(
        ann,
        () -> {
          create(extra, ann);
          return Outcome.refused(Refusal.Reason.CONFLICT, "vault", "refused on purpose");
        });
    assertThat(seenBy(new Principal.Person(ann))).doesNotContain(extra);
  }

  @Test
  void the_application_cannot_become_the_owner_of_the_tables() {
    assertThatThrownBy(() -> work.run(ann, () -> work.sql().update("SET LOCAL ROLE vault_owner")))
        .isInstanceOf(SqlFailure.class);
  }

  private List<UUID> seenBy(Principal principal) {
    return work.as(principal, this::vaults);
  }

  private List<UUID> vaults() {
    return vaults(work);
  }

  private static List<UUID> vaults(LocalWork work) {
    return work.sql().list(ALL_VAULTS, row -> row.uuid("id"));
  }

  private void create(UUID id, AccountId owner) {
    work.sql()
        .update(
            """
            INSERT INTO vault_core.vaults (id, product, owner_id, label, suite, created_at)
            VALUES (?, 'witness-vault', ?, ?, 'classic', ?)
            """,
            id,
            owner.value(),
            new byte[] {1},
            Instant.EPOCH);
  }

  private String role() throws SQLException {
    try (var statement = pooled.createStatement();
        var rows = statement.executeQuery("SELECT current_user")) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  /** A pool of one connection: closing it hands it back. */
  private static DataSource onlyEver(Connection connection) {
    var handle =
        Proxy.newProxyInstance(
            RolesIT.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(connection, arguments));
    return (DataSource)
        Proxy.newProxyInstance(
            RolesIT.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> handle);
  }
}
