package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  @Test
  void whoever_is_added_opens_the_same_payload_and_everybody_before_still_does() {
    var age = AgeFile.encrypt(plain, Set.of(owner.recipient(), escrow.recipient()));
    var header = AgeHeader.read(age, AgeLimits.DEFAULT).orThrow("test");
    var added = header.adding(owner, Set.of(stranger.recipient())).orThrow("test");
    assertThat(added.stanzas()).startsWith(header.stanzas().toArray(AgeStanza[]::new)).hasSize(3);
    var joined = new ByteArrayOutputStream();
    joined.writeBytes(added.bytes());
    joined.write(age, header.length(), age.length - header.length());
    for (var identity : List.of(owner, escrow, stranger)) {
      assertThat(open(joined.toByteArray(), identity)).isEqualTo(plain);
    }
    assertThat(header.adding(stranger, Set.of(stranger.recipient())))
        .isInstanceOf(Opening.Unopened.class);
  }

  @Test
  void nobody_more_than_twenty_and_nobody_of_another_suite_is_added() {
    var age = AgeFile.encrypt(plain, recipients(18));
    var header = AgeHeader.read(age, AgeLimits.DEFAULT).orThrow("test");
    assertThat(header.adding(owner, Set.of(escrow.recipient(), stranger.recipient())).orThrow("t"))
        .satisfies(full -> assertThat(full.stanzas()).hasSize(20));
    var three = new HashSet<>(recipients(3));
    var hybrid = AgeIdentity.generate(Suite.HYBRID).recipient();
    for (var wrong : List.of(Set.<AgeRecipient>of(), three, Set.of(hybrid))) {
      assertThatThrownBy(() -> header.adding(owner, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_file_has_one_to_twenty_recipients() {
    assertThat(
            AgeHeader.read(AgeFile.encrypt(plain, recipients(20)), AgeLimits.DEFAULT)
                .orThrow("test")
                .stanzas())
        .hasSize(20);
    for (var wrong : List.of(recipients(21), Set.<AgeRecipient>of())) {
      assertThatThrownBy(() -> AgeFile.encrypt(plain, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  // The owner among them.
  private Set<AgeRecipient> recipients(int count) {
    return Stream.concat(
            Stream.of(owner.recipient()),
            Stream.generate(() -> AgeIdentity.generate(Suite.CLASSIC).recipient()).limit(count - 1))
        .collect(Collectors.toSet());
  }

  @Test
  void a_closed_identity_opens_nothing() {
    var age = AgeFile.encrypt(plain, Set.of(owner.recipient()));
    owner.close();
    assertThatThrownBy(() -> open(age, owner)).isInstanceOf(IllegalStateException.class);
    var hybrid = AgeIdentity.generate(Suite.HYBRID);
    hybrid.close();
    assertThatThrownBy(hybrid::text).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void what_is_written_arrives_without_the_sink_being_closed() {
    var age = new ByteArrayOutputStream();
    var header =
        AgeFile.encrypt(
            new ByteArrayInputStream(plain),
            Set.of(owner.recipient()),
            new BufferedOutputStream(age, 1 << 20));
    assertThat(age.toByteArray()).startsWith(header.bytes());
    var opened = new ByteArrayOutputStream();
    var size =
        AgeFile.decrypt(
            new ByteArrayInputStream(age.toByteArray()),
            List.of(owner),
            new BufferedOutputStream(opened, 1 << 20));
    assertThat(size.orThrow("test")).isEqualTo(200_000L);
    assertThat(opened.toByteArray()).isEqualTo(plain);
  }

  @Test
  void armor_around_nothing_has_a_beginning_and_one_end() throws IOException {
    var text = new ByteArrayOutputStream();
    var armor = Armor.writing(new BufferedOutputStream(text));
    armor.close();
    armor.close();
    assertThat(text.toString(java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("-----BEGIN AGE ENCRYPTED FILE-----\n-----END AGE ENCRYPTED FILE-----\n");
    assertThat(Armor.reading(new ByteArrayInputStream(text.toByteArray())).read(new byte[0]))
        .isZero();
  }

  @Test
  void the_chunk_that_was_changed_is_counted_from_one() {
    var age = AgeFile.encrypt(plain, Set.of(owner.recipient()));
    age[age.length - 200_000 + 100_000] ^= 1;
    assertThat(AgeFile.decrypt(age, List.of(owner), 1 << 20))
        .isInstanceOfSatisfying(
            Opening.Unopened.class,
            unopened -> assertThat(unopened.fault().detail()).contains("(chunk 2)"));
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
