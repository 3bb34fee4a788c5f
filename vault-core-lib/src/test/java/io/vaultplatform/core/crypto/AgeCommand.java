package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
