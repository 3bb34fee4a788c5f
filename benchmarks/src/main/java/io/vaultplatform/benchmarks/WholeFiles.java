package io.vaultplatform.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * One gibibyte through the whole client and through the {@code age} command: the same file, the
 * same key, as two processes that a user would start.
 */
final class WholeFiles {
  private static final long SIZE = 1L << 30;
  private static final int ROUNDS = 5;

  private final Path client;
  private final Path folder;
  private final boolean age = Peer.isThere("age", "age");

  WholeFiles(Path client, Path folder) {
    this.client = client;
    this.folder = folder;
  }

  /** Both directions. */
  List<Row> measure() {
    try {
      plain(folder.resolve("plain"));
      Files.deleteIfExists(folder.resolve("key"));
      Files.deleteIfExists(folder.resolve("key.pub"));
      vault("keygen", "-o", "key").successfully("keygen");
      var recipient =
          Files.readAllLines(folder.resolve("key.pub")).stream()
              .filter(line -> line.startsWith("age1") && !line.startsWith("age1pq1"))
              .findFirst()
              .orElseThrow();
      var rows =
          List.of(
              row(
                  "encrypt 1 GiB, whole process, against age",
                  () ->
                      seconds(
                          "ours.age", vault("encrypt", "-r", recipient, "-o", "ours.age", "plain")),
                  () -> seconds("peer.age", age("-r", recipient, "-o", "peer.age", "plain"))),
              row(
                  "decrypt 1 GiB, whole process, against age",
                  () -> seconds("ours", vault("decrypt", "-i", "key", "-o", "ours", "file.age")),
                  () -> seconds("peer", age("-d", "-i", "key", "-o", "peer", "file.age"))));
      for (var used : List.of("plain", "file.age", "key", "key.pub")) {
        Files.delete(folder.resolve(used));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Row row(String name, DoubleSupplier ours, DoubleSupplier peer) {
    return Row.inTurns(name, "MB/s", 1.0, ROUNDS, ours, age ? Optional.of(peer) : Optional.empty());
  }

  private Peer.Ended vault(String... words) {
    return Peer.run(command(client.toString(), words), folder);
  }

  private Peer.Ended age(String... words) {
    return Peer.run(command("age", words), folder);
  }

  private static List<String> command(String first, String... words) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(words));
    return all;
  }

  // What was made is removed before the next turn, which would find it in the way; an encrypted
  // file is kept for the other direction.
  private double seconds(String made, Peer.Ended ended) {
    double rate = SIZE / 1e6 / ended.successfully(made);
    try {
      var file = folder.resolve(made);
      if (made.equals("ours.age")) {
        Files.move(file, folder.resolve("file.age"), StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rate;
  }

  // Not zeros: a file system may leave holes.
  private static void plain(Path file) throws IOException {
    var piece = new byte[1 << 20];
    var random = new SplittableRandom(1);
    try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (long at = 0; at < SIZE; at += piece.length) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
  }
}
