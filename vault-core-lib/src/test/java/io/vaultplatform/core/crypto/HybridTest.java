package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.exceptionfactory.jagged.FileKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Suite {@code hybrid}: its keys, its stanza, and that it stands alone. */
class HybridTest {
  // The seed of 32 bytes 01; computed by another implementation from the same seed.
  private static final String IDENTITY =
      "AGE-SECRET-KEY-PQ-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSCTK5KM";
  private static final String KEY_BEGINS =
      "ec7b50cddc8360f98b189bac73d395ef947b37d8453886a253269f7b18b9eb78";
  private static final byte[] PLAIN = "what was seen".getBytes(StandardCharsets.UTF_8);

  @Test
  void the_seed_itself_is_the_private_key() {
    var identity = AgeIdentity.parse(IDENTITY);
    assertThat(identity.suite()).isEqualTo(Suite.HYBRID);
    assertThat(identity.recipient().text()).hasSize(1959).startsWith("age1pq1");
    var key = Bech32.decode(identity.recipient().text(), "age1pq", false);
    assertThat(HexFormat.of().formatHex(key)).startsWith(KEY_BEGINS);
    assertThat(identity.text().<String>expose(b -> new String(b, StandardCharsets.US_ASCII)))
        .isEqualTo(IDENTITY);
    assertThat(identity.seed()).isEqualTo(SecretBytes.of(seed()));
  }

  @Test
  void what_was_encrypted_to_it_opens_and_to_nobody_else() {
    var identity = AgeIdentity.generate(Suite.HYBRID);
    var file = AgeFile.encrypt(PLAIN, Set.of(identity.recipient()));
    assertThat(AgeFile.decrypt(file, List.of(identity), 100))
        .isEqualTo(new Opening.Opened<>(SecretBytes.of(PLAIN)));
    assertThat(kindOf(file, AgeIdentity.generate(Suite.HYBRID))).isEqualTo(AgeFault.Kind.NO_MATCH);
    assertThat(kindOf(file, AgeIdentity.generate(Suite.CLASSIC))).isEqualTo(AgeFault.Kind.NO_MATCH);
  }

  @Test
  void twenty_recipients_fit_into_a_header_and_each_opens_it() {
    var identities = Stream.generate(() -> AgeIdentity.generate(Suite.HYBRID)).limit(20).toList();
    var file =
        AgeFile.encrypt(
            PLAIN, identities.stream().map(AgeIdentity::recipient).collect(Collectors.toSet()));
    for (var identity : identities) {
      assertThat(AgeFile.decrypt(file, List.of(identity), 100))
          .isEqualTo(new Opening.Opened<>(SecretBytes.of(PLAIN)));
    }
  }

  @Test
  void suites_are_never_mixed_in_one_header() {
    var both =
        Set.of(
            AgeIdentity.generate(Suite.CLASSIC).recipient(),
            AgeIdentity.generate(Suite.HYBRID).recipient());
    assertThatThrownBy(() -> AgeFile.encrypt(PLAIN, both))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one suite");
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void one_key_takes_anothers_place_and_everybody_elses_stanza_stays(Suite suite) {
    try (var owner = AgeIdentity.generate(suite);
        var old = AgeIdentity.generate(suite);
        var next = AgeIdentity.generate(suite)) {
      var before = header(AgeFile.encrypt(PLAIN, Set.of(owner.recipient(), old.recipient())));
      var after = before.exchange(old, next.recipient()).orThrow("a header of the old key");
      assertThat(after.opens(owner)).isTrue();
      assertThat(after.opens(next)).isTrue();
      assertThat(after.names(old)).isFalse();
      assertThat(after.stanzas()).hasSize(2);
      assertThat(after.suite()).contains(suite);
      assertThat(before.exchange(next, old.recipient())).isInstanceOf(Opening.Unopened.class);
      var other = AgeIdentity.generate(suite == Suite.HYBRID ? Suite.CLASSIC : Suite.HYBRID);
      assertThatThrownBy(() -> before.exchange(old, other.recipient()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one suite");
    }
  }

  @Test
  void a_header_says_its_suite() {
    for (var suite : Suite.values()) {
      var file = AgeFile.encrypt(PLAIN, Set.of(AgeIdentity.generate(suite).recipient()));
      assertThat(header(file).suite()).contains(suite);
    }
    var stanzas = new ArrayList<AgeStanza>();
    for (var suite : Suite.values()) {
      var file = AgeFile.encrypt(PLAIN, Set.of(AgeIdentity.generate(suite).recipient()));
      stanzas.addAll(header(file).stanzas());
    }
    var mixed = AgeHeader.make(new FileKey(new byte[16]), stanzas).bytes();
    assertThat(header(mixed).suite()).isEmpty();
    assertThat(header(mixed).isSound()).isTrue();
  }

  @Test
  void a_share_of_low_order_is_a_malformed_header_and_not_an_exception() {
    var identity = AgeIdentity.generate(Suite.HYBRID);
    var file = AgeFile.encrypt(PLAIN, Set.of(identity.recipient()));
    var stanza = header(file).stanzas().getFirst();
    var share = stanza.firstArgument().clone();
    Arrays.fill(share, 1088, 1120, (byte) 0);
    var low =
        new AgeStanza(
            stanza.type(),
            List.of(Base64.getEncoder().withoutPadding().encodeToString(share)),
            stanza.body());
    var bytes = AgeHeader.make(new FileKey(new byte[16]), List.of(low)).bytes();
    assertThat(header(bytes).isSound()).isFalse();
    assertThat(kindOf(bytes, identity)).isEqualTo(AgeFault.Kind.MALFORMED_HEADER);
  }

  @Test
  void keys_that_protect_nobody_are_no_recipients() {
    var key = HybridHpke.publicKeyOf(seed());
    var point = key.clone();
    Arrays.fill(point, 1184, 1216, (byte) 0);
    var lattice = key.clone();
    Arrays.fill(lattice, 0, 1152, (byte) 0xff);
    for (var wrong : List.of(point, lattice, Arrays.copyOf(key, 1215), Arrays.copyOf(key, 32))) {
      assertThatThrownBy(() -> HybridRecipient.ofKey(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_text_of_one_suite_is_never_a_key_of_the_other() {
    var hybrid = AgeIdentity.generate(Suite.HYBRID).recipient().text();
    var classic = AgeIdentity.generate(Suite.CLASSIC).recipient().text();
    assertThatThrownBy(() -> new X25519Recipient(hybrid))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HybridRecipient(classic))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AgeRecipient.parse(hybrid.toUpperCase(Locale.ROOT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AgeIdentity.parse(IDENTITY.toLowerCase(Locale.ROOT)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] seed() {
    var seed = new byte[32];
    Arrays.fill(seed, (byte) 1);
    return seed;
  }

  private static AgeHeader header(byte[] file) {
    return switch (AgeHeader.read(file, AgeLimits.DEFAULT)) {
      case Opening.Opened<AgeHeader>(var header) -> header;
      case Opening.Unopened<AgeHeader>(var fault) -> throw new AssertionError(fault);
    };
  }

  private static AgeFault.Kind kindOf(byte[] file, AgeIdentity identity) {
    return switch (AgeFile.decrypt(file, List.of(identity), 100)) {
      case Opening.Unopened<SecretBytes>(var fault) -> fault.kind();
      case Opening.Opened<SecretBytes> opened -> throw new AssertionError("it opened");
    };
  }
}
