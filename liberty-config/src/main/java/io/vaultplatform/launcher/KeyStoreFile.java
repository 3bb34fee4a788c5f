package io.vaultplatform.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The key store of this run folder. The servers make it at the first start; nothing replaces it
 * afterwards.
 *
 * <p>It belongs to one database. Each of the two without the other means that something was lost,
 * and going on would hide that until the day it is needed.
 */
final class KeyStoreFile {
  // By size and not by rows: whoever owns the tables sees no row of them.
  private static final String SERVED =
      """
      SELECT coalesce(sum(pg_relation_size(c.oid)), 0) > 0
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'vault_core' AND c.relname IN ('key_checks', 'audit_signing_key')
      """;

  private final Path file;
  private final boolean fresh;

  KeyStoreFile(RunFolder folder) {
    this.file = folder.path().resolve("keystore.p12");
    this.fresh = !Files.exists(file);
  }

  Path path() {
    return file;
  }

  /** Whether this start is the one that makes it. */
  boolean fresh() {
    return fresh;
  }

  /** Refuses a database that was served before, when the keys it was sealed under are not here. */
  void requireFor(DataSource administrator, Object database) {
    if (Files.exists(file)) {
      return;
    }
    try (var connection = administrator.getConnection();
        var rows = connection.createStatement().executeQuery(SERVED)) {
      if (rows.next() && rows.getBoolean(1)) {
        throw new StartRefused(
            file
                + " is missing, and what the database "
                + database
                + " holds was sealed under its keys: restore it, with the secrets.properties that"
                + " belongs to it, from your backup, or set VAULT_RUN_FOLDER to the folder that has"
                + " both.");
      }
    } catch (SQLException e) {
      throw new StartRefused("The database " + database + " did not say whether it holds data.", e);
    }
  }

  /** Refuses to begin an empty database for keys that sealed another one. */
  void refuseEmpty(Path pgdata) {
    if (Files.exists(file) && !Files.exists(pgdata)) {
      throw new StartRefused(
          pgdata
              + " is missing, and the keys of "
              + file
              + " sealed what was in it: restore it from your backup, name the database with"
              + " DB_HOST if it is elsewhere, or set VAULT_RUN_FOLDER to a new folder to begin"
              + " anew.");
    }
  }
}
