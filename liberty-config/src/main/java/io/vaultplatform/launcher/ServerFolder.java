package io.vaultplatform.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;

/**
 * The folder that Open Liberty calls its user directory: shared fragments, the JDBC driver, and one
 * server per product.
 *
 * <p>It is written anew at every start from the build, so that a change of configuration or code
 * takes effect; only what the server makes itself (its TLS key) stays.
 */
public final class ServerFolder {
  /** The fragments that every product's server.xml includes. */
  private static final List<String> FRAGMENTS =
      List.of(
          "features.xml", "http.xml", "security.xml", "datasource.xml", "mail.xml", "observe.xml");

  private final Path userDir;

  private ServerFolder(Path userDir) {
    this.userDir = userDir;
  }

  /** Lays out shared fragments and the driver below {@code userDir}. */
  public static ServerFolder write(Path userDir) {
    try {
      var fragments = RunFolder.makePrivate(userDir.resolve("shared/config/vault"));
      for (var fragment : FRAGMENTS) {
        copyTo(fragments, fragment);
      }
      var jdbc = RunFolder.makePrivate(userDir.resolve("shared/resources/jdbc"));
      Files.copy(driver(), jdbc.resolve("postgresql.jar"), StandardCopyOption.REPLACE_EXISTING);
      return new ServerFolder(userDir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds the server of a product, with its WAR, and returns the server's folder. */
  Path add(Product product, Path home) {
    var module = home.resolve(product.module());
    var war = module.resolve("target/" + product.module() + ".war");
    if (!Files.exists(war)) {
      throw new StartRefused(war + " is missing: build it first with mvn package.");
    }
    try {
      var server =
          server(product.serverName(), module.resolve("src/main/liberty/config/server.xml"));
      var deployed =
          RunFolder.makePrivate(server.resolve("apps")).resolve(module.getFileName() + ".war");
      if (!Files.exists(deployed) || Files.mismatch(war, deployed) >= 0) {
        // The server remembers what it found in a jar by the jar's time, and our jars all have the
        // time of the commit.
        forget(server.resolve("workarea"));
        Files.copy(war, deployed, StandardCopyOption.REPLACE_EXISTING);
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a server with the given configuration and no application. */
  public Path server(String name, Path serverXml) {
    try {
      var server = RunFolder.makePrivate(userDir.resolve("servers/" + name));
      Files.copy(serverXml, server.resolve("server.xml"), StandardCopyOption.REPLACE_EXISTING);
      copyTo(server, "bootstrap.properties");
      copyTo(server, "jvm.options");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyTo(Path folder, String name) throws IOException {
    try (var in = ServerFolder.class.getResourceAsStream("/io/vaultplatform/liberty/" + name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + name);
      }
      Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void forget(Path workArea) throws IOException {
    if (Files.exists(workArea)) {
      try (var files = Files.walk(workArea)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  Path userDir() {
    return userDir;
  }

  private static Path driver() {
    try {
      return Path.of(
          org.postgresql.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
