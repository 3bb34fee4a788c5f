package io.vaultplatform.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vaultplatform.launcher.Product;
import io.vaultplatform.launcher.RunSettings;
import io.vaultplatform.launcher.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The server that Arquillian starts for tests inside the container: the products' own
 * configuration, on the database and the mailbox of the stack under test.
 */
final class InsideServer {
  private InsideServer() {}

  /** Writes its folder and tells Arquillian where it is. */
  static void configure(Stack parts) {
    var home = parts.settings().home();
    var folder =
        parts
            .serverFolder()
            .server("inside", home.resolve("system-tests/src/test/liberty/server.xml"));
    var ports =
        RunSettings.onFreePorts(home, home, List.of(Product.WITNESS_VAULT))
            .ports()
            .values()
            .iterator()
            .next();
    var environment = new HashMap<>(parts.environment(Product.WITNESS_VAULT));
    environment.put("HTTP_PORT", Integer.toString(ports.http()));
    environment.put("HTTPS_PORT", Integer.toString(ports.https()));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JVM_ARGS", "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    // The server's script reads its environment from this file; a command line would show the
    // passwords to everybody.
    write(
        folder.resolve("server.env"),
        environment.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n", "", "\n")));
    System.setProperty("inside.wlp.home", home.resolve("target/liberty/wlp").toString());
    System.setProperty("inside.usr.dir", folder.resolve("../..").normalize().toString());
    System.setProperty("inside.http.port", Integer.toString(ports.http()));
  }

  private static void write(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
