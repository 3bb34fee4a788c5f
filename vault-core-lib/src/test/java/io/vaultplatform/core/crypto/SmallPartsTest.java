package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.crypto.Sealing.Meaning;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sealing, secrets, ids and texts. */
class SmallPartsTest {
  private static final UUID ROW = UUID.fromString("018f0000-0000-7000-8000-000000000001");

  @Test
  void a_sealed_thing_opens_only_under_its_key_and_its_meaning() {
    var key = Sealing.newKey();
    var plain = SecretBytes.of(new byte[] {1, 2, 3});
    var sealed = Sealing.seal(key, plain, Meaning.of("test/v1").and("table").and(ROW).and(7));
    assertThat(Sealing.open(key, sealed, Meaning.of("test/v1").and("table").and(ROW).and(7)))
        .contains(plain);
    assertThat(Sealing.open(key, sealed, Meaning.of("test/v1").and("table").and(ROW).and(8)))
        .isEmpty();
    assertThat(
            Sealing.open(
                Sealing.newKey(), sealed, Meaning.of("test/v1").and("table").and(ROW).and(7)))
        .isEmpty();
    for (int i = 0; i < sealed.length; i++) {
      var changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(Sealing.open(key, changed, Meaning.of("test/v1").and("table").and(ROW).and(7)))
          .isEmpty();
    }
    assertThat(Sealing.open(key, new byte[3], Meaning.of("test/v1"))).isEmpty();
  }

  @Test
  void no_two_meanings_read_alike() {
    assertThat(Meaning.of("p").and("ab").and("c").encoded())
        .isNotEqualTo(Meaning.of("p").and("a").and("bc").encoded());
    assertThatThrownBy(() -> Meaning.of(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_secret_prints_nothing_and_is_gone_after_closing() {
    var source = new byte[] {65, 66, 67};
    var secret = SecretBytes.taking(source);
    assertThat(source).containsOnly(0);
    assertThat(secret.toString()).doesNotContain("65").doesNotContain("ABC");
    secret.close();
    assertThatThrownBy(() -> secret.expose(b -> b.length))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void ids_follow_time_and_name_their_version() {
    var early = Randomness.uuidV7(Instant.ofEpochMilli(1_000));
    var late = Randomness.uuidV7(Instant.ofEpochMilli(1_001));
    assertThat(early.version()).isEqualTo(7);
    assertThat(early.variant()).isEqualTo(2);
    assertThat(early.toString()).isLessThan(late.toString());
  }

  @Test
  void base64url_has_one_form() {
    assertThat(Base64Url.decode("AQ")).containsExactly(1);
    for (var other : new String[] {"AQ==", "AR", "A Q", "+/"}) {
      assertThatThrownBy(() -> Base64Url.decode(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining(other);
    }
  }

  @Test
  void recipients_and_identities_refuse_what_they_are_not_without_quoting_it() {
    var identity = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0";
    assertThatThrownBy(() -> AgeRecipient.parse(identity)).hasMessageNotContaining("EGTZ");
    assertThatThrownBy(() -> AgeIdentity.parse(identity.replace("Q2P", "Q3P")))
        .hasMessageNotContaining("EGTZ");
    var recipient = AgeIdentity.parse(identity).recipient().text();
    assertThatThrownBy(() -> AgeRecipient.parse(recipient.toUpperCase(Locale.ROOT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AgeRecipient.parse("age1" + "q".repeat(5000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_fingerprint_is_forty_digits_and_changes_with_either_key() {
    var a = RecipientKeys.of(AgeIdentity.generate(Suite.CLASSIC).recipient());
    var b = RecipientKeys.of(AgeIdentity.generate(Suite.CLASSIC).recipient());
    var key = SigningKey.generate(Suite.HYBRID).verificationKey();
    assertThat(Fingerprint.of(a, key).digits()).matches("([0-9]{5} ){7}[0-9]{5}");
    assertThat(Fingerprint.of(a, key)).isNotEqualTo(Fingerprint.of(b, key));
    assertThat(Fingerprint.of(a, key))
        .isNotEqualTo(Fingerprint.of(a, SigningKey.generate(Suite.HYBRID).verificationKey()));
  }
}
