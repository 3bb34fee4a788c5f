package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading ahead and writing behind change nothing but the time it takes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OverlappedTest {
  private static final int MIB = 1 << 20;

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static InputStream broken() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("the disk is gone");
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        return read();
      }
    };
  }

  private static final class FullAfter extends OutputStream {
    private long left;

    FullAfter(long left) {
      this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
      if (left-- <= 0) {
        throw new IOException("no space left");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 3 * MIB, 5 * MIB + 7})
  void every_byte_arrives_in_its_place(int size) throws IOException {
    var plain = random(size);
    var out = new ByteArrayOutputStream();
    try (var in = new ReadAhead(new ByteArrayInputStream(plain));
        var behind = new WriteBehind(out)) {
      var piece = new byte[65_521];
      for (int n; (n = in.read(piece, 0, piece.length)) >= 0; ) {
        behind.write(piece, 0, n);
      }
      assertThat(in.read()).isEqualTo(-1);
      behind.flush();
      assertThat(out.toByteArray()).isEqualTo(plain);
      behind.write(7);
    }
    assertThat(out.toByteArray()).isEqualTo(append(plain));
  }

  private static byte[] append(byte[] plain) {
    var more = Arrays.copyOf(plain, plain.length + 1);
    more[plain.length] = 7;
    return more;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 2 * MIB})
  void what_the_source_throws_is_thrown_behind_the_bytes_before_it(int size) throws IOException {
    var source = new SequenceInputStream(new ByteArrayInputStream(random(size)), broken());
    try (var in = new ReadAhead(source)) {
      assertThatThrownBy(() -> in.readNBytes(10 * MIB))
          .isInstanceOf(IOException.class)
          .hasMessage("the disk is gone");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 10, 2 * MIB})
  void what_the_sink_throws_is_thrown_before_anything_counts_as_written(long room) {
    assertThatThrownBy(
            () -> {
              try (var out = new WriteBehind(new FullAfter(room))) {
                out.write(random(8 * MIB));
                out.flush();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("no space left");
  }

  @Test
  void closing_early_ends_what_was_begun_and_closes_the_source() throws Exception {
    var closed = new AtomicBoolean();
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            return length;
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    try (var in = new ReadAhead(endless)) {
      assertThat(in.read()).isZero();
    }
    assertThat(closed).isTrue();
  }
}
