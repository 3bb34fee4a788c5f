package io.vaultplatform.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * What the client does most, done once by the build: the JVM keeps from it which classes a command
 * needs and what in them is worth compiling, and starts the next one in half the time (JEP 514,
 * 515).
 *
 * <p>Through the command line, as a user would, in a folder that is removed afterwards. Nothing
 * leaves the machine: the one server that is named does not exist.
 */
final class Rehearsal {
  // Long enough that the cipher is compiled, and known as worth it.
  private static final long LONG = 128L << 20;

  private final Path folder;

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  /**
   * Plays it.
   *
   * @param arguments where a folder may be made
   * @throws IllegalStateException when a command ends otherwise than it should
   */
  public static void main(String[] arguments) throws IOException {
    StandardOutput.install();
    var folder = Files.createTempDirectory(Path.of(arguments[0]), "rehearsal");
    System.setProperty("user.home", folder.toString());
    try {
      new Rehearsal(folder).play();
    } finally {
      remove(folder);
    }
  }

  private void play() throws IOException {
    ends(0, "keygen", "-o", file("key"));
    for (var recipient : Files.readAllLines(folder.resolve("key.pub"))) {
      if (recipient.startsWith("age1")) {
        // One long one is enough: what a command does once must not look as if it were worth
        // compiling.
        goesRound(recipient, recipient.startsWith("age1pq1") ? 1 : LONG);
      }
    }
    Files.writeString(folder.resolve("passphrase"), "only rehearsed, never used");
    ends(
        3,
        "register",
        "--name",
        "nobody",
        "--server",
        "http://127.0.0.1:1",
        "--passphrase-file",
        file("passphrase"));
  }

  private void goesRound(String recipient, long size) throws IOException {
    try (var plain = new RandomAccessFile(file("plain"), "rw")) {
      plain.setLength(size);
    }
    ends(0, "encrypt", "-r", recipient, "-o", file("age"), file("plain"));
    ends(0, "decrypt", "-i", file("key"), "-o", file("again"), file("age"));
    Files.delete(folder.resolve("age"));
    Files.delete(folder.resolve("again"));
  }

  private static void ends(int exit, String... words) {
    int ended = VaultCli.commandLine(words).execute(words);
    if (ended != exit) {
      throw new IllegalStateException(words[0] + " ended with " + ended + ", not " + exit);
    }
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static void remove(Path folder) throws IOException {
    List<Path> all;
    try (var found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (var file : all) {
      Files.delete(file);
    }
  }
}
