package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A file much larger than the memory of the process passes through encryption and decryption. */
class LargeStreamTest {
  private static final long SIZE = 512L << 20;

  @Test
  void half_a_gigabyte_passes_through_a_process_with_32_megabytes() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeStreamTest.class.getName())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(said).contains("through: " + SIZE);
    assertThat(process.exitValue()).isZero();
  }

  /** The small process: encrypts zeros into a pipe and decrypts them at its other end. */
  public static void main(String[] arguments) throws Exception {
    var identity = AgeIdentity.generate(Suite.CLASSIC);
    try (var out = new PipedOutputStream();
        var in = new PipedInputStream(out, 1 << 18)) {
      var writer =
          new Thread(
              () -> {
                try (out) {
                  AgeFile.encrypt(zeros(), Set.of(identity.recipient()), out);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      writer.start();
      var opened = AgeFile.decrypt(in, List.of(identity), OutputStream.nullOutputStream());
      writer.join();
      System.out.println("through: " + opened.orThrow("the stream"));
    }
  }

  private static InputStream zeros() {
    return new InputStream() {
      private long left = SIZE;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        if (left <= 0) {
          return -1;
        }
        int n = (int) Math.min(length, left);
        left -= n;
        return n;
      }
    };
  }
}
