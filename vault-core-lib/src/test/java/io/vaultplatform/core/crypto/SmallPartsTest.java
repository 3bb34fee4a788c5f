package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.Sealing.Meaning;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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
    assertThat(Meaning.of("p").and("a").and("b").encoded())
        .as("one text that looks like two")
        .isNotEqualTo(Meaning.of("p").and("atb").encoded());
    assertThat(Meaning.of("p").and("ABCDEFGH").encoded())
        .as("a text of the bytes of a number")
        .isNotEqualTo(Meaning.of("p").and(0x4142434445464748L).encoded());
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

  @Test
  void a_running_hash_is_that_of_all_that_passed_and_begins_anew() {
    // FIPS 180-2, appendix B.1: "abc".
    var abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    var bytes = "xabcx".getBytes(StandardCharsets.US_ASCII);
    var digest = Digest.running();
    assertThat(digest.add(bytes, 1, 2).add(new byte[] {'c'}).hex()).isEqualTo(abc);
    assertThat(digest.add(bytes, 1, 3).hex()).isEqualTo(abc);
    assertThat(Digest.sha256Hex(new byte[] {'a', 'b', 'c'})).isEqualTo(abc);
    assertThat(Digest.same(Digest.sha256(bytes), Digest.sha256(bytes))).isTrue();
    assertThat(Digest.same(Digest.sha256(bytes), Digest.sha256(new byte[0]))).isFalse();
  }

  @Test
  void a_hash_has_one_text() {
    assertThat(Digest.isSha256Hex("09af".repeat(16))).isTrue();
    for (var wrong : List.of("", "0".repeat(63), "0".repeat(65))) {
      assertThat(Digest.isSha256Hex(wrong)).isFalse();
    }
    for (char c : "/:`gAF ".toCharArray()) {
      assertThat(Digest.isSha256Hex("0".repeat(63) + c)).as("%s", c).isFalse();
    }
  }

  @Test
  void digits_are_four_bytes_each_modulo_a_hundred_thousand() {
    var hash = "00000000" + "00000001" + "0001869f" + "000186a0" + "ffffffff" + "0".repeat(24);
    assertThat(new Fingerprint(hash))
        .hasToString("00000 00001 99999 00000 67295 00000 00000 00000");
  }

  @Test
  void secrets_are_compared_by_content_and_hashed_by_nothing() {
    var secret = SecretBytes.of(new byte[] {1, 2});
    assertThat(secret)
        .isEqualTo(SecretBytes.of(new byte[] {1, 2}))
        .isNotEqualTo(SecretBytes.of(new byte[] {1, 3}))
        .hasSameHashCodeAs(SecretBytes.of(new byte[] {9}))
        .hasToString("SecretBytes[2]");
    var shown = new byte[2];
    secret.show(bytes -> System.arraycopy(bytes, 0, shown, 0, 2));
    assertThat(shown).containsExactly(1, 2);
    var own = new byte[1][];
    secret.show(bytes -> own[0] = bytes);
    secret.close();
    assertThat(own[0]).as("zeroed when it was closed").containsOnly(0);
    assertThatThrownBy(() -> secret.show(bytes -> {})).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void an_id_carries_the_time_it_was_made_at() {
    var made = Instant.parse("2026-11-22T04:00:00.123Z");
    var id = Randomness.uuidV7(made);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(made.toEpochMilli());
    assertThat(Randomness.uuidV7(made)).isNotEqualTo(id);
  }

  @Test
  void an_opening_is_thrown_refused_or_continued() {
    Opening<Integer> opened = new Opening.Opened<>(1);
    Opening<Integer> shut = Opening.fault(AgeFault.Kind.NO_MATCH, "no key opens it");
    assertThat(opened.then(n -> new Opening.Opened<>(n + 1)).orThrow("two")).isEqualTo(2);
    assertThat(opened.orRefuse("file")).isEqualTo(Outcome.done(1));
    assertThat(shut.then(n -> new Opening.Opened<>(n + 1))).isEqualTo(shut);
    assertThatThrownBy(() -> shut.orThrow("backup 7"))
        .isInstanceOf(VaultException.class)
        .hasMessageContainingAll("backup 7", "no key opens it");
    assertThat(shut.orRefuse("file"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.refusal().field()).contains("file");
              assertThat(refused.refusal().detail()).contains("no key opens it");
            });
  }

  @Test
  void a_suite_is_called_by_its_text() {
    for (var suite : Suite.values()) {
      assertThat(Suite.of(suite.text())).isEqualTo(suite).hasToString(suite.text());
    }
    assertThatThrownBy(() -> Suite.of("CLASSIC")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keys_print_as_what_is_public_of_them() {
    for (var suite : Suite.values()) {
      var identity = AgeIdentity.generate(suite);
      var secret = identity.text().<String>expose(b -> new String(b, StandardCharsets.US_ASCII));
      assertThat(identity.toString()).startsWith("AgeIdentity[").doesNotContain(secret);
      assertThat(identity.recipient()).hasToString(identity.recipient().text());
    }
    var key = SigningKey.generate(Suite.CLASSIC).verificationKey();
    assertThat(key).hasToString(key.text()).hasSameHashCodeAs(new VerificationKey(key.text()));
    assertThat(key.fingerprint())
        .isEqualTo(Digest.sha256Hex(key.text().getBytes(StandardCharsets.US_ASCII)));
    try (var typed = Passphrase.of("open sesame".toCharArray())) {
      assertThat(typed).hasToString("Passphrase");
    }
  }
}
