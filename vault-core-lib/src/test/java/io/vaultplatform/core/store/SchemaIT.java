package io.vaultplatform.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.db.Migrations;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every table of every schema, whoever adds one. */
@ExtendWith(PostgresExtension.class)
class SchemaIT {
  private final TestDatabase database;

  SchemaIT(TestDatabase database) {
    this.database = database;
  }

  @Test
  void every_table_has_row_level_security_forced() throws SQLException {
    assertThat(
            texts(
                """
                SELECT c.oid::regclass::text
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname IN ('vault_core', 'witness_vault', 'final_file')
                   AND c.relkind IN ('r', 'p') AND c.relname <> 'flyway_schema_history'
                   AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """))
        .isEmpty();
  }

  @Test
  void every_table_belongs_to_vault_owner_and_no_view_hides_its_policies() throws SQLException {
    assertThat(
            texts(
                """
                SELECT c.oid::regclass::text
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname IN ('vault_core', 'witness_vault', 'final_file')
                   AND (pg_get_userbyid(c.relowner) <> 'vault_owner'
                        OR (c.relkind IN ('v', 'm') AND NOT coalesce(c.reloptions @> '{security_invoker=true}', false)))
                """))
        .isEmpty();
  }

  // A policy for everybody would also hold for the roles that are meant to see less.
  @Test
  void every_policy_names_its_roles() throws SQLException {
    assertThat(
            texts(
                """
                SELECT schemaname || '.' || tablename || ' ' || policyname FROM pg_policies
                 WHERE schemaname IN ('vault_core', 'witness_vault', 'final_file') AND 'public' = ANY (roles)
                """))
        .isEmpty();
  }

  @Test
  void nothing_is_granted_to_everybody() throws SQLException {
    assertThat(
            texts(
                """
                SELECT table_schema || '.' || table_name FROM information_schema.table_privileges
                 WHERE grantee = 'PUBLIC' AND table_schema IN ('vault_core', 'witness_vault', 'final_file')
                """))
        .isEmpty();
  }

  @Test
  void no_role_may_truncate_or_reference_and_every_privileged_function_fixes_its_search_path()
      throws SQLException {
    assertThat(
            texts(
                """
                SELECT grantee || ' ' || privilege_type || ' ' || table_name FROM information_schema.table_privileges
                 WHERE table_schema IN ('vault_core', 'witness_vault', 'final_file')
                   AND grantee <> 'vault_owner' AND privilege_type IN ('TRUNCATE', 'TRIGGER', 'REFERENCES')
                 UNION ALL
                SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                 WHERE n.nspname IN ('vault_core', 'witness_vault', 'final_file')
                   AND p.prosecdef AND NOT coalesce(array_to_string(p.proconfig, ',') LIKE '%search_path=%', false)
                """))
        .isEmpty();
  }

  @Test
  void applying_the_migrations_again_changes_nothing() throws SQLException {
    var before =
        texts(
            "SELECT version || installed_on FROM vault_core.flyway_schema_history ORDER BY"
                + " installed_rank");
    Migrations.apply(
        database.superuser(), new Migrations.Settings(Optional.empty(), Optional.empty()));
    assertThat(
            texts(
                "SELECT version || installed_on FROM vault_core.flyway_schema_history ORDER BY"
                    + " installed_rank"))
        .isEqualTo(before);
  }

  @Test
  void the_owner_of_the_tables_may_apply_them_too_once_the_roles_are_there() {
    Migrations.apply(database.owner(), new Migrations.Settings(Optional.empty(), Optional.empty()));
  }

  private List<String> texts(String query) throws SQLException {
    try (var connection = database.superuser().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
