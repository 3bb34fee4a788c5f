package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Round trips, and the header that can be rewritten while its payload stays. */
class AgeFileTest {
  private final AgeIdentity owner = AgeIdentity.generate(Suite.CLASSIC);
  private final AgeIdentity escrow = AgeIdentity.generate(Suite.CLASSIC);
  private final AgeIdentity stranger = AgeIdentity.generate(Suite.CLASSIC);
  private final byte[] plain = Randomness.bytes(200_000);

  @Test
  void what_is_encrypted_to_two_opens_for_each_and_for_nobody_else() {
    var age = AgeFile.encrypt(plain, Set.of(owner.recipient(), escrow.recipient()));
    for (var identity : List.of(owner, escrow)) {
      assertThat(open(age, identity)).isEqualTo(plain);
    }
    assertThat(faultOf(age, stranger)).isEqualTo(AgeFault.Kind.NO_MATCH);
  }

  @Test
  void a_rewritten_header_before_the_same_payload_is_a_valid_file_for_the_new_recipients_only() {
    var age = AgeFile.encrypt(plain, Set.of(owner.recipient()));
    var header = AgeHeader.read(age, AgeLimits.DEFAULT).orThrow("test");
    var payload = Arrays.copyOfRange(age, header.length(), age.length);

    var rewritten = header.rewrap(owner, Set.of(escrow.recipient())).orThrow("test");
    var joined = new ByteArrayOutputStream();
    joined.writeBytes(rewritten.bytes());
    joined.writeBytes(payload);

    assertThat(rewritten.opens(escrow)).isTrue();
    assertThat(rewritten.opens(owner)).isFalse();
    assertThat(open(joined.toByteArray(), escrow)).isEqualTo(plain);
    assertThat(faultOf(joined.toByteArray(), owner)).isEqualTo(AgeFault.Kind.NO_MATCH);
  }

  @Test
  void a_header_made_by_us_reads_back_as_itself() {
    var age = AgeFile.encrypt(plain, Set.of(owner.recipient(), escrow.recipient()));
    var header = AgeHeader.read(age, AgeLimits.DEFAULT).orThrow("test");
    assertThat(header.stanzas()).hasSize(2).allMatch(s -> s.type().equals("X25519"));
    assertThat(AgeHeader.readExactly(header.bytes(), AgeLimits.DEFAULT).orThrow("t").bytes())
        .isEqualTo(header.bytes());
    assertThat(AgeHeader.readExactly(age, AgeLimits.DEFAULT)).isInstanceOf(Opening.Unopened.class);
  }

  @Test
  void a_small_file_over_the_callers_bound_is_refused() {
    var age = AgeFile.encrypt(new byte[1001], Set.of(owner.recipient()));
    assertThat(AgeFile.decrypt(age, List.of(owner), 1001)).isInstanceOf(Opening.Opened.class);
    assertThat(AgeFile.decrypt(age, List.of(owner), 1000))
        .isEqualTo(
            Opening.fault(
                AgeFault.Kind.PLAINTEXT_TOO_LARGE, "the plaintext is longer than 1000 bytes"));
  }

  @Test
  void an_identity_reads_back_from_its_text_and_from_its_seed() {
    try (var text = owner.text();
        var seed = owner.seed()) {
      var parsed =
          text.expose(
              b -> AgeIdentity.parse(new String(b, java.nio.charset.StandardCharsets.US_ASCII)));
      assertThat(parsed.recipient()).isEqualTo(owner.recipient());
      assertThat(AgeIdentity.ofSeed(Suite.CLASSIC, seed).recipient()).isEqualTo(owner.recipient());
      assertThat(AgeRecipient.parse(owner.recipient().text())).isEqualTo(owner.recipient());
    }
  }

  private static byte[] open(byte[] age, AgeIdentity identity) {
    var out = new ByteArrayOutputStream();
    AgeFile.decrypt(new ByteArrayInputStream(age), List.of(identity), out).orThrow("test");
    return out.toByteArray();
  }

  private static AgeFault.Kind faultOf(byte[] age, AgeIdentity identity) {
    var opening =
        AgeFile.decrypt(
            new ByteArrayInputStream(age), List.of(identity), new ByteArrayOutputStream());
    return switch (opening) {
      case Opening.Opened<Long> opened -> throw new AssertionError("it opened");
      case Opening.Unopened<Long>(var fault) -> fault.kind();
    };
  }
}
