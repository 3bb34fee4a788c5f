package io.vaultplatform.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.core.crypto.Passphrase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs commands as typed, in this process, and keeps what they printed. */
final class Shell {
  private Shell() {}

  /** What one command did. */
  record Ran(int exit, String out, String err) {}

  static Ran vault(String... arguments) {
    return vault(new StringWriter(), arguments);
  }

  private static Ran vault(Writer out, String... arguments) {
    var err = new StringWriter();
    int exit =
        VaultCli.commandLine(arguments)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(exit, out.toString(), err.toString());
  }

  /** As {@link #vault}, with the client's folder under this one as the user's home. */
  static Ran vaultAt(Path userHome, String... arguments) {
    return vaultAt(userHome, new StringWriter(), arguments);
  }

  /** As above, with an output that may fail. */
  static Ran vaultAt(Path userHome, Writer out, String... arguments) {
    var before = System.setProperty("user.home", userHome.toString());
    try {
      return vault(out, arguments);
    } finally {
      System.setProperty("user.home", before);
    }
  }

  /** The client's folder of {@link #vaultAt}. */
  static Path home(Path userHome) {
    return Home.usual(System.getenv(), userHome.toString());
  }

  /**
   * A client in a folder, for what needs a session: the environment of this process names no
   * folder.
   */
  static Client client(Path folder, String server) {
    return Client.of(
        new Home(folder),
        server,
        () -> Passphrase.of("correct horse battery staple".toCharArray()),
        Client.Progress.NONE);
  }

  /** No file below {@code folder} holds that text: nothing was left in the clear. */
  static void holdsNowhere(Path folder, String text) throws IOException {
    try (var all = Files.walk(folder)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, ISO_8859_1)).as(file.toString()).doesNotContain(text);
      }
    }
  }
}
