package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A hostile age file costs at most 50 ms and 1 MiB before it is refused, whatever is wrong with it
 * and whether or not a key is in hand.
 *
 * <p>Measured on the one thread, the best of several: neither a busy machine nor a class that is
 * loaded first counts. Work that a valid chunk of payload asks for is not waste and is not counted.
 */
class CostOfRefusalTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long MOST_NANOS = Duration.ofMillis(50).toNanos();
  private static final long MOST_BYTES = 1 << 20;
  private static final int ROUNDS = 25;

  private static final AgeIdentity CLASSIC = AgeIdentity.generate(Suite.CLASSIC);
  private static final AgeIdentity HYBRID = AgeIdentity.generate(Suite.HYBRID);
  private static final List<AgeIdentity> KEYS = List.of(CLASSIC, HYBRID);

  @TestFactory
  Stream<DynamicTest> every_hostile_file_is_refused_cheaply() {
    return hostile().entrySet().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getKey(),
                    () ->
                        isRefusedCheaply(
                            () ->
                                AgeFile.decrypt(
                                    stream(file.getValue()),
                                    KEYS,
                                    OutputStream.nullOutputStream()))));
  }

  @Test
  void a_passphrase_file_that_asks_for_too_much_is_refused_before_any_work() {
    try (var passphrase = Passphrase.of("anything".toCharArray())) {
      for (var factor : List.of("21", "30", "99")) {
        var body = "-> scrypt " + base64(new byte[16]) + " " + factor + "\n" + line(32);
        var file = file(body);
        isRefusedCheaply(
            () ->
                AgeFile.decrypt(
                    stream(file), passphrase, AgeLimits.DEFAULT, OutputStream.nullOutputStream()));
      }
    }
  }

  @Test
  void white_space_after_armor_without_end_is_refused() {
    var file = armored(AgeFile.encrypt(new byte[100], Set.of(CLASSIC.recipient())));
    for (int spaces : List.of(1024, 1025)) {
      var padded = Arrays.copyOf(file, file.length + spaces);
      Arrays.fill(padded, file.length, padded.length, (byte) '\n');
      var opening = AgeFile.decrypt(stream(padded), KEYS, OutputStream.nullOutputStream());
      if (spaces == 1024) {
        assertThat(opening).isEqualTo(new Opening.Opened<>(100L));
      } else {
        assertThat(HostileAgeTest.kindOf(opening)).isEqualTo(AgeFault.Kind.ARMOR);
      }
    }
  }

  @Test
  void what_is_slow_or_large_would_be_noticed() {
    assertThat(cost(() -> new byte[2 << 20]).bytes()).isGreaterThan(MOST_BYTES);
    assertThat(
            cost(() -> {
                  long until = THREADS.getCurrentThreadCpuTime() + 2 * MOST_NANOS;
                  while (THREADS.getCurrentThreadCpuTime() < until) {
                    Thread.onSpinWait();
                  }
                  return until;
                })
                .nanos())
        .isGreaterThan(MOST_NANOS);
  }

  private static Map<String, byte[]> hostile() {
    var files = new LinkedHashMap<String, byte[]>();
    files.put("empty", new byte[0]);
    files.put(
        "a header line that never ends", text("age-encryption.org/v1\n" + "x".repeat(1 << 20)));
    files.put("a stanza of 32,000 arguments", file("-> " + "a ".repeat(32_000) + "a\n" + line(32)));
    files.put("a stanza with a body of 60 KiB", file("-> a\n" + lines(60_000)));
    files.put(
        "a stanza with one argument of 60 KiB",
        file("-> a " + "b".repeat(60_000) + "\n" + line(32)));
    files.put("100,000 stanzas", file(("-> a\n" + line(32)).repeat(100_000)));
    files.put(
        "20 stanzas of 3 KiB for nobody",
        file(("-> a " + "b".repeat(3000) + "\n" + line(32)).repeat(20)));
    for (var suite : Suite.values()) {
      var strangers = Stream.generate(() -> AgeIdentity.generate(suite).recipient()).limit(20);
      var foreign = AgeFile.encrypt(new byte[100], Set.copyOf(strangers.toList()));
      files.put("20 recipients, none of them ours, suite " + suite.text(), foreign);
      files.put(
          "20 recipients in armor, none of them ours, suite " + suite.text(), armored(foreign));
      files.put(
          "19 recipients and a body up to the limit, none ours, suite " + suite.text(),
          filled(foreign));
      var own =
          AgeFile.encrypt(
              new byte[200_000],
              Set.of(CLASSIC.suite() == suite ? CLASSIC.recipient() : HYBRID.recipient()));
      files.put("a wrong MAC, suite " + suite.text(), changed(own, header(own) - 10));
      files.put("a wrong first chunk, suite " + suite.text(), changed(own, header(own) + 500));
      files.put(
          "cut in the first chunk, suite " + suite.text(), Arrays.copyOf(own, header(own) + 300));
      files.put("no payload, suite " + suite.text(), Arrays.copyOf(own, header(own)));
    }
    files.put("armor that begins with a mebibyte of spaces", text(" ".repeat(1 << 20)));
    files.put("armor with a line that never ends", text(Armor.BEGIN + "\n" + "A".repeat(1 << 20)));
    files.put(
        "armor with a wrong letter in a long header",
        text(Armor.BEGIN + "\n" + ("A".repeat(64) + "\n").repeat(10_000) + "!\n"));
    files.put(
        "armor of a header that never ends",
        armored(text("age-encryption.org/v1\n" + "x".repeat(1 << 18))));
    return files;
  }

  private record Cost(long nanos, long bytes, Set<Class<?>> answers) {}

  private interface Work {
    Object run();
  }

  private static void isRefusedCheaply(Work work) {
    var cost = cost(work);
    assertThat(cost.answers()).containsExactly(Opening.Unopened.class);
    assertThat(cost.nanos()).as("nanoseconds").isLessThanOrEqualTo(MOST_NANOS);
    assertThat(cost.bytes()).as("bytes").isLessThanOrEqualTo(MOST_BYTES);
  }

  private static Cost cost(Work work) {
    long leastNanos = Long.MAX_VALUE;
    long leastBytes = Long.MAX_VALUE;
    var answers = new HashSet<Class<?>>();
    for (int i = 0; i < ROUNDS; i++) {
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long nanos = THREADS.getCurrentThreadCpuTime();
      var answer = work.run();
      nanos = THREADS.getCurrentThreadCpuTime() - nanos;
      bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
      leastNanos = Math.min(leastNanos, nanos);
      leastBytes = Math.min(leastBytes, bytes);
      answers.add(answer.getClass());
    }
    return new Cost(leastNanos, leastBytes, answers);
  }

  private static byte[] file(String stanzas) {
    return text("age-encryption.org/v1\n" + stanzas + "--- " + base64(new byte[32]) + "\n");
  }

  /** The last stanza gives way to one of a type that nobody knows, as long as it may be. */
  private static byte[] filled(byte[] file) {
    var header = new String(file, 0, header(file), StandardCharsets.US_ASCII);
    var before = header.substring(0, header.lastIndexOf("-> "));
    var end = header.substring(header.lastIndexOf("---"));
    int room = AgeLimits.DEFAULT.headerBytes() - before.length() - end.length() - 10;
    return text(before + "-> a\n" + lines(room / 65 * 48) + end);
  }

  private static String lines(int bytes) {
    var body = base64(new byte[bytes]);
    var lines = new StringBuilder();
    for (int at = 0; at <= body.length(); at += 64) {
      lines.append(body, at, Math.min(at + 64, body.length())).append('\n');
    }
    return lines.toString();
  }

  private static String line(int bytes) {
    return base64(new byte[bytes]) + "\n";
  }

  private static int header(byte[] file) {
    return AgeHeader.read(file, AgeLimits.DEFAULT).orThrow("a test's file").length();
  }

  private static byte[] changed(byte[] file, int at) {
    var changed = file.clone();
    changed[at] = (byte) (changed[at] == 'A' ? 'B' : 'A');
    return changed;
  }

  private static byte[] armored(byte[] file) {
    var armored = new ByteArrayOutputStream();
    try (var armor = Armor.writing(armored)) {
      armor.write(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return armored.toByteArray();
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }
}
