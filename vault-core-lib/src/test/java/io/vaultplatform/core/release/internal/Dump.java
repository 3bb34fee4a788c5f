package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Opening;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Every age file in every row of the database, wherever it hides: as bytes, or as base64url inside
 * a text.
 */
record Dump(List<Found> files) {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9_-]{120,}");
  private static final byte[] AGE = "age-encryption.org/v1".getBytes(StandardCharsets.US_ASCII);

  /** One age file, or a header stored apart from its payload. */
  record Found(String column, AgeHeader header, Bytes bytes) {}

  /** And a file that the key service's keys open a row to. */
  Dump and(String column, byte[] file) {
    var more = new ArrayList<>(files);
    add(more, column, file);
    return new Dump(more);
  }

  static Dump of(DataSource superuser) {
    var files = new ArrayList<Found>();
    try (var connection = superuser.getConnection()) {
      for (var column : columns(connection)) {
        try (var made = connection.createStatement();
            var rows =
                made.executeQuery(
                    "SELECT "
                        + column[1]
                        + " FROM vault_core."
                        + column[0]
                        + " WHERE "
                        + column[1]
                        + " IS NOT NULL")) {
          while (rows.next()) {
            var name = column[0] + "." + column[1];
            if (column[2].equals("bytea")) {
              add(files, name, rows.getBytes(1));
            } else {
              var found = BASE64.matcher(rows.getString(1));
              while (found.find()) {
                add(files, name, decoded(found.group()));
              }
            }
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Dump(files);
  }

  private static List<String[]> columns(Connection connection) throws SQLException {
    var columns = new ArrayList<String[]>();
    try (var made = connection.createStatement();
        var rows =
            made.executeQuery(
                "SELECT table_name, column_name, data_type FROM information_schema.columns"
                    + " WHERE table_schema = 'vault_core' AND data_type IN ('text', 'bytea')")) {
      while (rows.next()) {
        columns.add(new String[] {rows.getString(1), rows.getString(2), rows.getString(3)});
      }
    }
    return columns;
  }

  private static byte[] decoded(String text) {
    try {
      return Base64Url.decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // a run of letters that is no base64url
    }
  }

  private static void add(List<Found> files, String column, byte[] bytes) {
    if (bytes.length > AGE.length
        && Arrays.equals(Arrays.copyOf(bytes, AGE.length), AGE)
        && AgeHeader.read(bytes, AgeLimits.DEFAULT)
            instanceof Opening.Opened<AgeHeader>(var header)) {
      files.add(new Found(column, header, Bytes.of(bytes)));
    }
  }
}
