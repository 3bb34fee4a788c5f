package io.vaultplatform.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where everything is and listens, read once from the environment.
 *
 * @param home the checkout: built WARs and the unpacked server are found below it
 * @param runFolder everything that must survive a restart: database, secrets, key store, logs
 * @param database the embedded PostgreSQL, or one of the user's own
 * @param smtpPort where the mailbox accepts mail
 * @param mailboxPort where the mailbox can be read
 * @param ports HTTP and HTTPS of each product; a product that is absent is not started
 * @param minimumInterval the floor under every duration of a plan; one second here, one hour in
 *     production
 * @param tickPeriod how often each server looks for due triggers
 */
public record RunSettings(
    Path home,
    Path runFolder,
    Database database,
    int smtpPort,
    int mailboxPort,
    Map<Product, Ports> ports,
    Duration minimumInterval,
    Duration tickPeriod) {

  private static final List<String> EXTERNAL =
      List.of("DB_NAME", "DB_USER", "DB_PASSWORD", "DB_OWNER_USER", "DB_OWNER_PASSWORD");

  /** HTTP and HTTPS of one server. */
  public record Ports(int http, int https) {}

  /** The PostgreSQL that holds everything. */
  public sealed interface Database {
    int port();

    String host();

    String name();

    /** Brought along, in the run folder, with durable commits. */
    record Embedded(int port) implements Database {
      @Override
      public String host() {
        return "127.0.0.1";
      }

      @Override
      public String name() {
        return "vault";
      }
    }

    /** The user's own; nothing embedded starts. */
    record External(
        String host,
        int port,
        String name,
        String user,
        String password,
        String ownerUser,
        String ownerPassword)
        implements Database {
      @Override
      public String toString() {
        return host + ":" + port + "/" + name;
      }
    }
  }

  public RunSettings {
    home = home.toAbsolutePath().normalize();
    runFolder = runFolder.toAbsolutePath().normalize();
    ports = new EnumMap<>(ports);
  }

  /**
   * The settings of {@code mvn -Prun package}: the usual ports, unless the environment names
   * others.
   */
  public static RunSettings of(Path home, Map<String, String> environment) {
    var ports = new EnumMap<Product, Ports>(Product.class);
    for (var product : products(environment)) {
      var prefix = product.environmentPrefix();
      ports.put(
          product,
          new Ports(
              port(environment, prefix + "_HTTP_PORT", product.httpPort()),
              port(environment, prefix + "_HTTPS_PORT", product.httpsPort())));
    }
    var folder = environment.getOrDefault("VAULT_RUN_FOLDER", ".vault-run");
    return new RunSettings(
        home,
        home.resolve(folder),
        database(environment),
        port(environment, "SMTP_PORT", 9025),
        port(environment, "MAILBOX_PORT", 9026),
        ports,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1));
  }

  /** Settings on free ports, for tests: nothing shared with a stack that runs already. */
  public static RunSettings onFreePorts(Path home, Path runFolder, List<Product> products) {
    var free = freePorts(3 + 2 * products.size());
    var ports = new EnumMap<Product, Ports>(Product.class);
    for (var i = 0; i < products.size(); i++) {
      ports.put(products.get(i), new Ports(free.get(3 + 2 * i), free.get(4 + 2 * i)));
    }
    return new RunSettings(
        home,
        runFolder,
        new Database.Embedded(free.get(0)),
        free.get(1),
        free.get(2),
        ports,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1));
  }

  /** Every port the stack itself will listen on, with what listens there. */
  Map<Integer, String> listening() {
    var all = new java.util.TreeMap<Integer, String>();
    if (database instanceof Database.Embedded embedded) {
      claim(all, embedded.port(), "PostgreSQL (DB_PORT)");
    }
    claim(all, smtpPort, "the mailbox's SMTP (SMTP_PORT)");
    claim(all, mailboxPort, "the mailbox's page (MAILBOX_PORT)");
    ports.forEach(
        (product, both) -> {
          claim(
              all,
              both.http(),
              product.title() + " (" + product.environmentPrefix() + "_HTTP_PORT)");
          claim(
              all,
              both.https(),
              product.title() + " (" + product.environmentPrefix() + "_HTTPS_PORT)");
        });
    return all;
  }

  private static void claim(Map<Integer, String> all, int port, String who) {
    var other = all.put(port, who);
    if (other != null) {
      throw new StartRefused(
          "Port " + port + " is given to both " + other + " and " + who + ": choose another.");
    }
  }

  private static List<Product> products(Map<String, String> environment) {
    var text = environment.getOrDefault("VAULT_PRODUCTS", "");
    if (text.isBlank()) {
      return List.of(Product.values());
    }
    return Stream.of(text.split(",", -1)).map(String::strip).map(RunSettings::product).toList();
  }

  private static Product product(String name) {
    return Stream.of(Product.values())
        .filter(product -> product.serverName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new StartRefused(
                    "VAULT_PRODUCTS names " + name + "; there are witness-vault and final-file."));
  }

  private static Database database(Map<String, String> environment) {
    var host = environment.get("DB_HOST");
    if (host == null || host.isBlank()) {
      EXTERNAL.forEach(key -> refuseWithoutHost(environment, key));
      return new Database.Embedded(port(environment, "DB_PORT", 9432));
    }
    var database =
        new Database.External(
            host,
            port(environment, "DB_PORT", 5432),
            required(environment, "DB_NAME"),
            required(environment, "DB_USER"),
            required(environment, "DB_PASSWORD"),
            required(environment, "DB_OWNER_USER"),
            required(environment, "DB_OWNER_PASSWORD"));
    if (database.user().equals(database.ownerUser())) {
      throw new StartRefused(
          "DB_USER and DB_OWNER_USER are both "
              + database.user()
              + ": the servers need a login of their own that owns nothing; name another for"
              + " DB_USER, it is made if it is missing.");
    }
    return database;
  }

  // Somebody who names a database means that one, not an embedded one beside it.
  private static void refuseWithoutHost(Map<String, String> environment, String key) {
    if (!environment.getOrDefault(key, "").isBlank()) {
      throw new StartRefused(
          key
              + " is set and DB_HOST is not: set DB_HOST to use a PostgreSQL of yours, or unset "
              + key
              + " to use the embedded one.");
    }
  }

  private static String required(Map<String, String> environment, String key) {
    var value = environment.get(key);
    if (value == null || value.isBlank()) {
      throw new StartRefused("DB_HOST is set, so " + key + " must be set as well.");
    }
    return value;
  }

  private static int port(Map<String, String> environment, String key, int otherwise) {
    var text = environment.get(key);
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    try {
      var port = Integer.parseInt(text.strip());
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same sentence as a number out of range.
    }
    throw new StartRefused(key + " must be a port from 1 to 65535.");
  }

  private static List<Integer> freePorts(int count) {
    var sockets = new ArrayList<ServerSocket>();
    try {
      // All held at once, so that no port is handed out twice.
      for (var i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      var ports = new ArrayList<Integer>();
      for (var socket : sockets) {
        ports.add(socket.getLocalPort());
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
