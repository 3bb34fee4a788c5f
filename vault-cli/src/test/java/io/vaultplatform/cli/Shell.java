package io.vaultplatform.cli;

import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.core.crypto.Passphrase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** Runs commands as typed, in this process, and keeps what they printed. */
final class Shell {
  private Shell() {}

  /** What one command did. */
  record Ran(int exit, String out, String err) {}

  static Ran vault(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        VaultCli.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(exit, out.toString(), err.toString());
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
}
