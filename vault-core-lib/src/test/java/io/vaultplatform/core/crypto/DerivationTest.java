package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * INV-13, the client's half: what signs in says nothing about what unlocks, and no server can
 * weaken it.
 */
class DerivationTest {
  private static final byte[] SALT = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

  @Test
  void weak_and_absurd_parameters_are_refused_before_the_passphrase_is_used() {
    for (var parameters :
        List.of(
            "$argon2id$v=19$m=65535,t=3,p=1",
            "$argon2id$v=19$m=65536,t=2,p=1",
            "$argon2id$v=19$m=1048577,t=3,p=1",
            "$argon2id$v=19$m=65536,t=17,p=1",
            "$argon2id$v=19$m=65536,t=3,p=9",
            "$argon2id$v=19$m=999999999,t=3,p=1",
            "$argon2i$v=19$m=65536,t=3,p=1",
            "$argon2id$v=16$m=65536,t=3,p=1",
            "$argon2id$v=19$m=65536,t=3,p=1,data=x",
            "")) {
      assertThat(Derivation.of(parameters, SALT))
          .as(parameters)
          .isInstanceOf(Outcome.Refused.class);
    }
    assertThat(Derivation.of(Derivation.DEFAULT_PARAMETERS, new byte[15]))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void the_same_passphrase_gives_the_same_two_keys_and_they_differ() {
    var first = derive("correct horse", SALT);
    var again = derive("correct horse", SALT);
    assertThat(first.authKey()).isEqualTo(again.authKey());
    assertThat(first.unlock().recipient()).isEqualTo(again.unlock().recipient());
    try (var seed = first.unlock().seed()) {
      assertThat(seed).isNotEqualTo(first.authKey());
    }
    assertThat(derive("correct horsf", SALT).authKey()).isNotEqualTo(first.authKey());
    assertThat(derive("correct horse", Randomness.bytes(16)).authKey())
        .isNotEqualTo(first.authKey());
  }

  @Test
  void the_vector_of_the_format_page_holds() {
    var keys = derive("correct horse battery staple", SALT);
    assertThat(keys.authKey().<String>expose(b -> HexFormat.of().formatHex(b)))
        .isEqualTo("dd8d449d6854ade06cf04671105f21dc826cfadf637b2d95a8e0f60136b02816");
    assertThat(keys.unlock().recipient().fingerprint())
        .isEqualTo("de48f1309174f3c3c95557d21842ce96b9a98faecd7d1b7eb9f6f8703d1e3d47");
    assertThat(keys.unlock().suite()).isEqualTo(Suite.HYBRID);
    assertThat(keys.unlock().seed().<String>expose(b -> HexFormat.of().formatHex(b)))
        .isEqualTo("59d917bf1ef61420e9bba9c16253fcffd597ec9c18679d4ff9cbc45705c4d77e");
  }

  @Test
  void hkdf_gives_the_bytes_of_its_rfc() {
    // RFC 5869, appendix A.1 and A.3.
    var ikm = HexFormat.of().parseHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
    var salt = HexFormat.of().parseHex("000102030405060708090a0b0c");
    var info = HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9");
    assertThat(HexFormat.of().formatHex(Hkdf.derive(ikm, salt, info, 42)))
        .isEqualTo(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    assertThat(HexFormat.of().formatHex(Hkdf.derive(ikm, new byte[0], new byte[0], 42)))
        .isEqualTo(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  }

  @Test
  void a_new_account_has_the_default_parameters_and_a_salt_of_its_own() {
    var fresh = Derivation.fresh();
    assertThat(fresh.parameters()).isEqualTo(Derivation.DEFAULT_PARAMETERS);
    assertThat(fresh.salt()).hasSize(16).isNotEqualTo(Derivation.fresh().salt());
  }

  @Test
  void a_typed_seed_is_what_the_keys_of_a_passphrase_are_derived_from() {
    // The vector above, one step earlier.
    try (var typed =
            SecretBytes.of("correct horse battery staple".getBytes(StandardCharsets.UTF_8));
        var root = Derivation.seed(typed, SALT);
        var key = Hkdf.derive(root, new byte[0], "vault/auth/v1", 32)) {
      assertThat(key.<String>expose(b -> HexFormat.of().formatHex(b))).startsWith("dd8d449d6854");
    }
  }

  @Test
  void closed_keys_and_a_closed_passphrase_are_destroyed() {
    var keys = new Derivation.Keys(Randomness.secret(32), AgeIdentity.generate(Suite.HYBRID));
    keys.close();
    assertThatThrownBy(() -> keys.authKey().expose(b -> b.length))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> keys.unlock().seed()).isInstanceOf(IllegalStateException.class);
    var passphrase = Passphrase.of("typed".toCharArray());
    passphrase.close();
    assertThatThrownBy(() -> passphrase.secret().expose(b -> b.length))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Derivation.Keys derive(String typed, byte[] salt) {
    try (var passphrase = Passphrase.of(typed.toCharArray())) {
      return switch (Derivation.of(Derivation.DEFAULT_PARAMETERS, salt)) {
        case Outcome.Done<Derivation>(var derivation) -> derivation.derive(passphrase);
        case Outcome.Refused<Derivation>(var refusal) -> throw new AssertionError(refusal);
      };
    }
  }
}
