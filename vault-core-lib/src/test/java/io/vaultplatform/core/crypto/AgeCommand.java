package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The {@code age} command of the operating system, installed when it is not there yet. */
public final class AgeCommand {
  private static final String INSTALL = "apt-get install -y --no-install-recommends age";

  private AgeCommand() {}

  /** Skips the caller when there is none; with {@code CI=true} that is a failure. */
  public static void required() throws InterruptedException {
    if (runs("age", "--version")) {
      return;
    }
    // On a new machine no package list is there yet, and with one there is no need to fetch
    // another.
    boolean tried =
        runs(
            "sh",
            "-c",
            "[ $(id -u) = 0 ] && (" + INSTALL + " || apt-get update && " + INSTALL + ")");
    if (tried && runs("age", "--version")) {
      return;
    }
    var sentence = "the age command is absent and could not be installed: interop was not tested";
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(sentence + "; with CI=true that is a failure");
    }
    abort(sentence);
  }

  /** What it writes to its output; it must end well. */
  public static byte[] run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("age"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as("exit code of age").isZero();
    return out;
  }

  /**
   * Runs it at a terminal, which is where it reads passphrases, and types {@code passphrase} each
   * time it asks.
   */
  public static void runTyping(String passphrase, String... arguments)
      throws IOException, InterruptedException {
    var typed = "age " + String.join(" ", arguments);
    // script (Debian's bsdutils, always installed) runs a command at a terminal of its own.
    var process =
        new ProcessBuilder("script", "-q", "-e", "-c", typed, "/dev/null")
            .redirectErrorStream(true)
            .start();
    var said = new StringBuilder();
    try (var keyboard = process.getOutputStream()) {
      int asked = 0;
      for (int c; (c = process.getInputStream().read()) >= 0; ) {
        said.append((char) c);
        if (c == ':' && said.substring(asked).toLowerCase(Locale.ROOT).contains("passphrase")) {
          asked = said.length();
          keyboard.write((passphrase + "\n").getBytes(StandardCharsets.UTF_8));
          keyboard.flush();
        }
      }
    }
    assertThat(process.waitFor()).as("exit code of " + typed + ": " + said).isZero();
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such command
    }
  }
}
