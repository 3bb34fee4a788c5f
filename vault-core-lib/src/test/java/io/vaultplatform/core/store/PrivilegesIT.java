package io.vaultplatform.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who may do what to which table, all of it, against the list {@code privileges.txt} that people
 * have read. A migration that gives or takes a right changes that list in the same commit, where it
 * is seen.
 */
@ExtendWith(PostgresExtension.class)
class PrivilegesIT {
  // Rights on a whole table, and those on some columns only, which the catalogue keeps apart.
  private static final String ALL =
      """
      WITH given AS (
        SELECT c.oid, c.relname, n.nspname, acl.grantee, acl.privilege_type, '' AS columns
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
               LATERAL aclexplode(c.relacl) acl
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')
         UNION ALL
        SELECT c.oid, c.relname, n.nspname, acl.grantee, acl.privilege_type,
               ' (' || string_agg(a.attname, ', ' ORDER BY a.attname) || ')'
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid,
               LATERAL aclexplode(a.attacl) acl
         GROUP BY c.oid, c.relname, n.nspname, acl.grantee, acl.privilege_type)
      SELECT nspname || '.' || relname || ' ' || coalesce(pg_get_userbyid(nullif(grantee, 0)), 'PUBLIC') || ': '
             || string_agg(privilege_type || columns, ', ' ORDER BY privilege_type || columns)
        FROM given
       WHERE nspname IN ('vault_core', 'witness_vault', 'final_file') AND pg_get_userbyid(nullif(grantee, 0)) IS DISTINCT FROM 'vault_owner'
       GROUP BY nspname, relname, grantee
       ORDER BY 1
      """;

  private final TestDatabase database;

  PrivilegesIT(TestDatabase database) {
    this.database = database;
  }

  @Test
  void every_role_has_exactly_the_rights_that_were_meant() throws SQLException, IOException {
    var found = given();
    assertThat(String.join("\n", found)).isEqualTo(String.join("\n", meant()));
  }

  // Beyond the list: what no list may ever hold.
  @Test
  void nobody_changes_the_log_and_only_the_door_reads_hashes() throws SQLException {
    var found = given();
    assertThat(found)
        .noneMatch(
            line ->
                line.startsWith("vault_core.audit_log ") && line.matches(".*(UPDATE|DELETE).*"));
    assertThat(found)
        .filteredOn(line -> line.matches(".*SELECT \\([^)]*(auth_hash|slot_verifiers).*"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("vault_core.accounts vault_door: SELECT"));
    assertThat(found)
        .noneMatch(
            line ->
                line.startsWith("vault_core.accounts vault_app")
                    && line.matches(".*SELECT(,| *$).*"));
    assertThat(found)
        .noneMatch(
            line -> line.contains("vault_auditor") && line.matches(".*(INSERT|UPDATE|DELETE).*"));
  }

  private List<String> given() throws SQLException {
    try (var connection = database.superuser().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(ALL)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private static List<String> meant() throws IOException {
    try (var in =
        Objects.requireNonNull(PrivilegesIT.class.getResourceAsStream("/privileges.txt"))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
