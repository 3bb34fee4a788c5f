package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

/**
 * One test vector of the age format, in the form of the public ones (C2SP/CCTV): a head of {@code
 * name: value} lines that says how the file behind it must be answered.
 */
record AgeVector(String name, Map<String, String> fields, List<AgeIdentity> identities, Bytes age) {

  /** The vectors of a folder, by name. */
  static Stream<AgeVector> allIn(Path folder) throws IOException {
    try (var list = Files.list(folder)) {
      return list.sorted().map(AgeVector::read).toList().stream();
    }
  }

  /** Fails unless the file is answered as its head says. */
  void check() throws IOException {
    var plain = new ByteArrayOutputStream();
    InputStream file = new ByteArrayInputStream(age.toArray());
    if (fields.containsKey("armored")) {
      // Left to itself decrypt() looks whether a file is armored; the vectors say so beforehand.
      assertThat(outcome(decrypt(file, plain)))
          .satisfiesAnyOf(
              it -> assertThat(it).isEqualTo(field("expect")),
              it -> assertThat(it).isEqualTo("header failure"));
      plain.reset();
      file = new ArmorReader(new ByteArrayInputStream(age.toArray()));
    }
    assertThat(outcome(decrypt(file, plain))).isEqualTo(field("expect"));
    switch (field("expect")) {
      case "success" ->
          assertThat(Digest.sha256Hex(plain.toByteArray())).isEqualTo(field("payload"));
      // Whole chunks before the broken one may have reached the sink, which is then discarded.
      case "payload failure" -> assertThat(plain.size() % (64 * 1024)).isZero();
      default -> assertThat(plain.size()).isZero();
    }
  }

  private Opening<Long> decrypt(InputStream file, OutputStream plain) {
    var typed = fields.get("passphrase");
    if (typed == null) {
      return AgeFile.decrypt(file, identities, plain);
    }
    try (var passphrase = Passphrase.of(typed.toCharArray())) {
      return AgeFile.decrypt(file, passphrase, AgeLimits.DEFAULT, plain);
    }
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

  private String field(String name) {
    var value = fields.get(name);
    assertThat(value).as(name).isNotNull();
    return value == null ? "" : value;
  }

  private static AgeVector read(Path file) {
    try {
      return read(file.getFileName().toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AgeVector read(String vector, byte[] bytes) throws IOException {
    var fields = new HashMap<String, String>();
    var identities = new ArrayList<AgeIdentity>();
    int at = 0;
    while (true) {
      int end = at;
      while (bytes[end] != '\n') {
        end++;
      }
      var line = new String(bytes, at, end - at, StandardCharsets.UTF_8);
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
    return new AgeVector(vector, fields, identities, Bytes.of(age));
  }
}
