package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vaultplatform.core.base.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The public test vectors of the age format (C2SP/CCTV): every file, every expectation. */
class AgeVectorsTest {
  private static final Path VECTORS = Path.of(System.getProperty("vectors.dir", "none"), "age");

  @TestFactory
  Stream<DynamicTest> every_public_vector_is_answered_as_it_expects() throws IOException {
    assumeTrue(Files.isDirectory(VECTORS), "the folder of test vectors is absent: " + VECTORS);
    List<Path> files;
    try (var list = Files.list(VECTORS)) {
      files = list.sorted().toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(80);
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    var vector = Vector.read(file);
    var plain = new ByteArrayOutputStream();
    InputStream age = new ByteArrayInputStream(vector.age().toArray());
    if (vector.fields().containsKey("armored")) {
      // Left to itself decrypt() looks whether a file is armored; the vectors say so beforehand.
      assertThat(outcome(decrypt(new ByteArrayInputStream(vector.age().toArray()), vector, plain)))
          .satisfiesAnyOf(
              it -> assertThat(it).isEqualTo(vector.field("expect")),
              it -> assertThat(it).isEqualTo("header failure"));
      plain.reset();
      age = new ArmorReader(age);
    }
    assertThat(outcome(decrypt(age, vector, plain))).isEqualTo(vector.field("expect"));
    switch (vector.field("expect")) {
      case "success" ->
          assertThat(Digest.sha256Hex(plain.toByteArray())).isEqualTo(vector.field("payload"));
      // Whole chunks before the broken one may have reached the sink, which is then discarded.
      case "payload failure" -> assertThat(plain.size() % (64 * 1024)).isZero();
      default -> assertThat(plain.size()).isZero();
    }
  }

  private static Opening<Long> decrypt(InputStream age, Vector vector, OutputStream plain) {
    return AgeFile.decrypt(age, vector.identities(), plain);
  }

  private static String outcome(Opening<Long> opened) {
    return switch (opened) {
      case Opening.Opened<Long> done -> "success";
      case Opening.Unopened<Long>(var fault) ->
          switch (fault.kind()) {
            case ARMOR -> "armor failure";
            case NO_MATCH -> "no match";
            case PAYLOAD -> "payload failure";
            case NOT_AGE,
                TRUNCATED,
                HEADER_TOO_LARGE,
                TOO_MANY_STANZAS,
                MALFORMED_HEADER,
                SCRYPT_WORK_FACTOR,
                HEADER_CHANGED ->
                "header failure";
            case PLAINTEXT_TOO_LARGE -> "not asked for";
          };
    };
  }

  private record Vector(Map<String, String> fields, List<AgeIdentity> identities, Bytes age) {

    String field(String name) {
      var value = fields.get(name);
      assertThat(value).as(name).isNotNull();
      return value == null ? "" : value;
    }

    static Vector read(Path file) throws IOException {
      var bytes = Files.readAllBytes(file);
      var fields = new HashMap<String, String>();
      var identities = new ArrayList<AgeIdentity>();
      int at = 0;
      while (true) {
        int end = at;
        while (bytes[end] != '\n') {
          end++;
        }
        var line = new String(bytes, at, end - at, StandardCharsets.US_ASCII);
        at = end + 1;
        if (line.isEmpty()) {
          break;
        }
        var name = line.substring(0, line.indexOf(": "));
        var value = line.substring(line.indexOf(": ") + 2);
        fields.put(name, value);
        if (name.equals("identity")) {
          identities.add(AgeIdentity.parse(value));
        }
      }
      var rest = new ByteArrayInputStream(bytes, at, bytes.length - at);
      var age =
          "zlib".equals(fields.get("compressed"))
              ? new InflaterInputStream(rest).readAllBytes()
              : rest.readAllBytes();
      return new Vector(fields, identities, Bytes.of(age));
    }
  }
}
