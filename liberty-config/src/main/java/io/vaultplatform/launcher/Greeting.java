package io.vaultplatform.launcher;

/** What the launcher says once everything runs: where it is, what to keep, what to try next. */
final class Greeting {
  private static final String NEXT =
      """

      Try next, in a second terminal:
        ./vault demo some-file.pdf     the whole story, from entrusting a file to opening it
        ./vault --help                 every command

      Ctrl-C stops everything.
      """;

  private Greeting() {}

  static String of(Stack stack) {
    return stack.firstStart() ? first(stack.settings()) : again(stack.settings());
  }

  /** At the start that made every key: what to keep, and why. */
  static String first(RunSettings settings) {
    return where(settings)
        + """

        This was the first start; it made every key and password. Two files must never be lost, and never be kept together:
          %s   every key of the platform
          %s   the passwords, that of the key store among them
        Whoever loses either of them loses everything the platform keeps encrypted. Back them up, apart from each other.
        """
            .formatted(
                settings.runFolder().resolve("keystore.p12"),
                settings.runFolder().resolve("secrets.properties"))
        + NEXT;
  }

  /** At every other start: a warning that is read each time is read by nobody. */
  static String again(RunSettings settings) {
    return where(settings) + NEXT;
  }

  private static String where(RunSettings settings) {
    var text = new StringBuilder("\nEverything runs.\n\n");
    settings
        .ports()
        .forEach(
            (product, ports) ->
                text.append(
                    "  %-14s http://localhost:%d/  and with TLS https://localhost:%d/%n"
                        .formatted(product.title(), ports.http(), ports.https())));
    text.append("  %-14s http://localhost:%d/%n".formatted("Mailbox", settings.mailboxPort()));
    text.append("  %-14s %s%n".formatted("Database", database(settings)));
    text.append("  %-14s %s%n".formatted("Data and logs", settings.runFolder()));
    return text.toString();
  }

  private static String database(RunSettings settings) {
    return switch (settings.database()) {
      case RunSettings.Database.Embedded embedded ->
          "embedded PostgreSQL on 127.0.0.1:" + embedded.port();
      case RunSettings.Database.External external ->
          external.host() + ":" + external.port() + "/" + external.name();
    };
  }
}
