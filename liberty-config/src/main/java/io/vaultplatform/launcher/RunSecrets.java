package io.vaultplatform.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The passwords of this run folder: made at random at its first start, kept in one file of mode
 * 0600, never defaulted.
 *
 * <p>A folder that has a database but no secrets has lost them; making new ones would look like
 * success and lock everybody out, so that is refused.
 */
final class RunSecrets {
  private static final List<String> NAMES =
      List.of(
          "db.superuser.password",
          "db.owner.password",
          "db.app.password",
          "keystore.password",
          "tls.password",
          "ltpa.password");

  private final Map<String, String> values;

  private RunSecrets(Map<String, String> values) {
    this.values = values;
  }

  /** Those of a stack that ran before, perhaps of one that runs now; makes none. */
  static RunSecrets existing(Path folder) {
    var file = folder.resolve("secrets.properties");
    if (!Files.exists(file)) {
      throw new StartRefused(
          file + " is not there: name the folder in VAULT_RUN_FOLDER, or a database in DB_HOST.");
    }
    try {
      return new RunSecrets(read(file));
    } catch (IOException e) {
      throw new StartRefused("The secrets in " + file + " cannot be read.", e);
    }
  }

  static RunSecrets in(RunFolder folder) {
    var file = folder.path().resolve("secrets.properties");
    try {
      if (Files.exists(file)) {
        return new RunSecrets(read(file));
      }
      for (var precious : List.of("pgdata", "keystore.p12")) {
        if (Files.exists(folder.path().resolve(precious))) {
          throw new StartRefused(
              file
                  + " is missing although "
                  + precious
                  + " exists: restore it from your backup, for nothing can replace it.");
        }
      }
      var made = new TreeMap<String, String>();
      var random = new SecureRandom();
      for (var name : NAMES) {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        made.put(name, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      }
      write(file, made);
      return new RunSecrets(made);
    } catch (IOException e) {
      throw new StartRefused(
          "The secrets in " + file + " cannot be read or written: check who owns it.", e);
    }
  }

  String get(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new StartRefused(
          "secrets.properties does not name " + name + ": restore the file from your backup.");
    }
    return value;
  }

  Collection<String> all() {
    return List.copyOf(values.values());
  }

  private static Map<String, String> read(Path file) throws IOException {
    if (posix()) {
      var open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
      open.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      if (!open.isEmpty()) {
        throw new StartRefused(
            "Others can read " + file + ": run chmod 600 on it, and consider its passwords known.");
      }
    }
    var properties = new Properties();
    properties.load(new StringReader(Files.readString(file, UTF_8)));
    var values = new TreeMap<String, String>();
    for (var name : properties.stringPropertyNames()) {
      values.put(name, properties.getProperty(name));
    }
    return values;
  }

  private static void write(Path file, Map<String, String> values) throws IOException {
    var text =
        new StringBuilder(
            "# Passwords of this folder. Keep a copy apart from keystore.p12: losing either loses"
                + " everything.\n");
    values.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    // Created private and moved into place: at no moment is it readable by others or half written.
    var part = file.resolveSibling("secrets.properties.part");
    Files.deleteIfExists(part);
    if (posix()) {
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(part, text, UTF_8);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public String toString() {
    return "RunSecrets[not shown]";
  }
}
