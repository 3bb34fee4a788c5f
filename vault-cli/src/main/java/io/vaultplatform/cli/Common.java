package io.vaultplatform.cli;

import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.home.SmallFiles;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.Links;
import io.vaultplatform.core.crypto.Passphrase;
import io.vaultplatform.core.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that every command has, and what they select. */
final class Common {
  private static final String LOCAL = "http://localhost:9080";

  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The server (else the link's, the account's, $$VAULT_SERVER, or " + LOCAL + ").")
  private @Nullable String server;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No remarks and no progress bar.")
  private boolean quiet;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Read the passphrase from the first line of FILE instead of asking.")
  private @Nullable Path passphraseFile;

  Terminal terminal() {
    var line = command.commandLine();
    return new Terminal(line.getOut(), line.getErr(), json, quiet, Keyboard.attended());
  }

  /** Whether a person is there whom a command may ask; a program that reads JSON is not. */
  boolean asks() {
    return !json && Keyboard.attended();
  }

  Home home() {
    return new Home(Home.usual(System.getenv(), System.getProperty("user.home")));
  }

  /** A client of the account's server, or of the one that was named. */
  Client client() {
    return client(home());
  }

  Client client(Home home) {
    return client(home, Optional.empty());
  }

  /**
   * A client of the server that wrote a link, whoever the account's server is. A --server that was
   * named wins: a letter may name an address that is not reachable from here.
   */
  Client clientFor(String link) {
    return client(home(), Links.server(link));
  }

  /** A client of the server that a file names, unless another one was named on the command line. */
  Client clientAt(String server) {
    return client(home(), Optional.of(server));
  }

  private Client client(Home home, Optional<String> linked) {
    return Client.of(home, server(home, linked), this::passphrase, terminal().progress());
  }

  private String server(Home home, Optional<String> linked) {
    return Optional.ofNullable(server)
        .or(() -> linked)
        .or(() -> home.account().map(Home.Account::server))
        .or(() -> Optional.ofNullable(System.getenv("VAULT_SERVER")))
        .orElse(LOCAL);
  }

  /** Whether a passphrase file was named. */
  boolean hasPassphraseFile() {
    return passphraseFile != null;
  }

  /**
   * The passphrase, from the file or the keyboard; never from an argument, which other users could
   * list.
   */
  Passphrase passphrase() {
    return passphraseFile != null ? fromFile(passphraseFile) : typed("Passphrase: ");
  }

  /** As {@link #passphrase}, typed twice, for something new. */
  Supplier<Passphrase> newPassphrase() {
    return newPassphrase(passphraseFile);
  }

  /** As above, from a file of its own where the present one has another. */
  Supplier<Passphrase> newPassphrase(@Nullable Path file) {
    return () -> {
      if (file != null) {
        return fromFile(file);
      }
      var first = ask("New passphrase: ");
      var second = ask("Once more: ");
      try {
        if (!Arrays.equals(first, second)) {
          throw Stop.usage("The two passphrases differ; nothing was done.");
        }
        return required(first);
      } finally {
        Arrays.fill(first, ' ');
        Arrays.fill(second, ' ');
      }
    };
  }

  private static Passphrase typed(String prompt) {
    var typed = ask(prompt);
    try {
      return required(typed);
    } finally {
      Arrays.fill(typed, ' ');
    }
  }

  /** A short secret: as it was given, from the first line of a file, or from the keyboard. */
  String secretLine(@Nullable String given, @Nullable Path file, String prompt, String otherwise) {
    if (given != null && file != null) {
      throw Stop.usage("Give the code once: on the command line or in a file.");
    }
    if (given != null) {
      return given.strip();
    }
    if (file == null) {
      return new String(
              Keyboard.secret(prompt, "There is no keyboard to ask at: " + otherwise + "."))
          .strip();
    }
    var bytes = SmallFiles.named("code file (--code-file)", file);
    return new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
  }

  private static char[] ask(String prompt) {
    return Keyboard.secret(prompt, "There is no keyboard to ask at: name a --passphrase-file.");
  }

  private static Passphrase fromFile(Path file) {
    try (var bytes =
        SecretBytes.taking(SmallFiles.named("passphrase file (--passphrase-file)", file))) {
      return bytes.expose(
          utf8 -> {
            int end = 0;
            while (end < utf8.length && utf8[end] != '\n' && utf8[end] != '\r') {
              end++;
            }
            var chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8, 0, end));
            var typed = new char[chars.remaining()];
            chars.get(typed);
            try {
              return required(typed);
            } finally {
              Arrays.fill(typed, ' ');
              Arrays.fill(chars.array(), ' ');
            }
          });
    }
  }

  private static Passphrase required(char[] typed) {
    if (typed.length == 0) {
      throw Stop.usage("The passphrase is empty.");
    }
    return Passphrase.of(typed);
  }
}
