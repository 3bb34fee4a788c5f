package io.vaultplatform.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The verifier keeps nothing of what it read: hostile files of any length cost bounded memory. */
class LongLogTest {
  private static final int MEBIBYTES = 512;

  @Test
  void a_line_without_end_is_refused_after_one_mebibyte() {
    try (var key = SampleLog.key(1)) {
      var log = SampleLog.of(SampleLog.vault(1), key, 3, 1);
      var counted = new Counted(new Endless());
      var file = new SequenceInputStream(new ByteArrayInputStream(log.lines.getFirst()), counted);
      var evidence =
          LogVerifier.verify(
              file, Set.of(key.verificationKey()), Optional.of(log.chain), List.of());
      assertThat(evidence).isInstanceOf(LogEvidence.Broken.class);
      assertThat(counted.read).isLessThan(4L << 20);
    }
  }

  @Test
  void an_endless_line_behind_the_first_is_malformed_and_not_an_end_of_the_file() {
    try (var key = SampleLog.key(1)) {
      var log = SampleLog.of(SampleLog.vault(1), key, 2, 1);
      // In one piece, so that the long line begins inside the reader's buffer.
      var first = concat(log.lines.get(0));
      var file = new ByteArrayInputStream(Arrays.copyOf(first, first.length + (2 << 20)));
      assertThat(
              LogVerifier.verify(
                  file, Set.of(key.verificationKey()), Optional.of(log.chain), List.of()))
          .isInstanceOfSatisfying(
              LogEvidence.Broken.class,
              broken -> assertThat(broken.flaw()).isEqualTo(Flaw.MALFORMED));
    }
  }

  @Test
  void half_a_gibibyte_of_entries_in_the_wrong_place_leaves_nothing_behind() {
    try (var key = SampleLog.key(1)) {
      var log = SampleLog.of(SampleLog.vault(1), key, 2, 1);
      // Entry 1 is missing: the verifier looks through everything that follows to tell deleted from
      // moved.
      var header = concat(log.lines.get(0));
      var noise = "x".repeat(1 << 19).getBytes(StandardCharsets.US_ASCII);
      var lines = Collections.nCopies(MEBIBYTES * 2, concat(noise));
      var streams =
          Collections.enumeration(
              Stream.concat(Stream.of(header, concat(log.lines.get(2))), lines.stream())
                  .map(bytes -> (InputStream) new ByteArrayInputStream(bytes))
                  .toList());
      System.gc();
      long before = used();
      var evidence =
          LogVerifier.verify(
              new SequenceInputStream(streams),
              Set.of(key.verificationKey()),
              Optional.of(log.chain),
              List.of());
      System.gc();
      assertThat(used() - before).isLessThan(64L << 20);
      assertThat(evidence)
          .isEqualTo(new LogEvidence.Broken(1, Flaw.DELETED, "Entry 1 is missing: 2 follows."));
    }
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static byte[] concat(byte[] line) {
    var ended = Arrays.copyOf(line, line.length + 1);
    ended[line.length] = '\n';
    return ended;
  }

  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 'x';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      Arrays.fill(into, offset, offset + length, (byte) 'x');
      return length;
    }
  }

  private static final class Counted extends InputStream {
    private final InputStream in;
    private long read;

    Counted(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      read++;
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int got = in.read(into, offset, length);
      read += got;
      return got;
    }
  }
}
