package io.vaultplatform.benchmarks;

import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Suite;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Whether memory stays flat: a stream of one and of ten gibibytes, encrypted and decrypted by a
 * process with a heap of 48 MiB, and the most memory that each ever held. Needs Linux, which counts
 * that.
 */
final class Memory {
  private static final long GIB = 1L << 30;

  private Memory() {}

  /** The peak of the short stream over that of the long one: one means flat. */
  static Row measure() {
    double one = peakMib(1);
    double ten = peakMib(10);
    return new Row(
        "peak memory, 1 GiB against 10 GiB through one process",
        "MiB",
        0.9,
        one,
        OptionalDouble.of(ten));
  }

  private static double peakMib(int gibibytes) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var ended =
        Peer.run(
            List.of(
                java,
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Memory.class.getName(),
                Integer.toString(gibibytes)),
            Path.of("."));
    ended.successfully("the stream of " + gibibytes + " GiB");
    return Double.parseDouble(ended.output().strip()) / 1024;
  }

  /** The process that is watched: streams, then says its own peak in KiB. */
  public static void main(String[] arguments) throws IOException {
    long size = Integer.parseInt(arguments[0]) * GIB;
    var identity = AgeIdentity.generate(Suite.HYBRID);
    try (var pipe = new PipedInputStream(1 << 20);
        var out = new PipedOutputStream(pipe)) {
      var writing =
          new Thread(
              () -> {
                AgeFile.encrypt(new Zeros(size), Set.of(identity.recipient()), out);
                close(out);
              });
      writing.start();
      long got =
          AgeFile.decrypt(pipe, List.of(identity), OutputStream.nullOutputStream())
              .orThrow("a stream just made");
      if (got != size) {
        throw new IllegalStateException("of " + size + " bytes came " + got);
      }
    }
    System.out.println(
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .map(line -> line.replaceAll("[^0-9]", ""))
            .findFirst()
            .orElseThrow());
  }

  private static void close(OutputStream out) {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So many zero bytes. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, to.length);
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(to, offset, offset + count, (byte) 0);
      left -= count;
      return count;
    }
  }
}
