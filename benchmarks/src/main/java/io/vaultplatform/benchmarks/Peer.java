package io.vaultplatform.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of the operating system: those that are compared with, and our own client. */
final class Peer {
  private Peer() {}

  /** Whether there is such a command; Debian's package is installed where that is allowed. */
  static boolean isThere(String command, String debianPackage) {
    return exists(command)
        || (run(List.of("sh", "-c", install(debianPackage)), Path.of(".")).exit() == 0
            && exists(command));
  }

  private static boolean exists(String command) {
    return run(List.of("sh", "-c", "command -v " + command), Path.of(".")).exit() == 0;
  }

  private static String install(String debianPackage) {
    var get = "apt-get install -y --no-install-recommends " + debianPackage;
    return "[ $(id -u) = 0 ] && { " + get + " || { apt-get update && " + get + "; }; }";
  }

  /**
   * How a command ended.
   *
   * @param seconds of wall-clock time, start of the process included
   */
  record Ended(int exit, double seconds, String output) {

    /** The seconds of a command that did what it was asked. */
    double successfully(String what) {
      if (exit != 0) {
        throw new IllegalStateException(what + " failed: " + output);
      }
      return seconds;
    }
  }

  static Ended run(List<String> command, Path folder) {
    try {
      long begin = System.nanoTime();
      var process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(command.getFirst() + " did not end within half an hour");
      }
      return new Ended(process.exitValue(), (System.nanoTime() - begin) / 1e9, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command.getFirst() + " ran", e);
    }
  }
}
