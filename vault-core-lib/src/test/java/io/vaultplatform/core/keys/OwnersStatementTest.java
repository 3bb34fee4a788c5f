package io.vaultplatform.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an owner signed counts for exactly one request, and for nobody else's. */
class OwnersStatementTest {
  private static final AccountId ACCOUNT = new AccountId(UUID.randomUUID());
  private static final AccountId OTHER = new AccountId(UUID.randomUUID());

  private final SigningKey owner = SigningKey.generate(Suite.HYBRID);
  private final SigningKey thief = SigningKey.generate(Suite.HYBRID);

  private final UnlockStatement unlock =
      new UnlockStatement(ACCOUNT, 3, bytes(1), bytes(2), bytes(3), Optional.of("0".repeat(64)));
  private final BundleStatement bundle = new BundleStatement(ACCOUNT, 3, bytes(1));
  private final RecoveryDrill drill = RecoveryDrill.of(ACCOUNT, new byte[] {1});

  private static Bytes bytes(int value) {
    return Bytes.of(new byte[] {(byte) value});
  }

  @Test
  void what_the_owner_signed_for_this_request_is_taken() {
    var signed = Stream.of(unlock.sign(owner), bundle.sign(owner), drill.sign(owner)).toList();
    assertThat(unlock.check(signed.get(0), owner.verificationKey())).isEqualTo(done(signed.get(0)));
    assertThat(bundle.check(signed.get(1), owner.verificationKey())).isEqualTo(done(signed.get(1)));
    assertThat(drill.check(signed.get(2), owner.verificationKey())).isEqualTo(done(signed.get(2)));
  }

  private static Outcome<Signed> done(Signed signed) {
    return Outcome.done(signed);
  }

  @Test
  void whoever_has_another_key_signs_nothing_in_the_owners_name() {
    refused(unlock.check(unlock.sign(thief), owner.verificationKey()), "Refused because");
    refused(bundle.check(bundle.sign(thief), owner.verificationKey()), "Refused because");
    refused(drill.check(drill.sign(thief), owner.verificationKey()), "Refused because");
  }

  @Test
  void a_signature_for_one_use_is_none_for_another() {
    refused(unlock.check(bundle.sign(owner), owner.verificationKey()), "Refused because");
    refused(bundle.check(drill.sign(owner), owner.verificationKey()), "Refused because");
    refused(drill.check(unlock.sign(owner), owner.verificationKey()), "Refused because");
  }

  @Test
  void another_account_version_or_content_is_another_change() {
    var none = Optional.<String>empty();
    for (var other :
        List.of(
            new UnlockStatement(OTHER, 3, bytes(1), bytes(2), bytes(3), unlock.signIn()),
            new UnlockStatement(ACCOUNT, 4, bytes(1), bytes(2), bytes(3), unlock.signIn()),
            new UnlockStatement(ACCOUNT, 3, bytes(9), bytes(2), bytes(3), unlock.signIn()),
            new UnlockStatement(ACCOUNT, 3, bytes(1), bytes(9), bytes(3), unlock.signIn()),
            new UnlockStatement(ACCOUNT, 3, bytes(1), bytes(2), bytes(9), unlock.signIn()),
            new UnlockStatement(ACCOUNT, 3, bytes(1), bytes(2), bytes(3), none))) {
      refused(other.check(unlock.sign(owner), owner.verificationKey()), "another change");
    }
    for (var other :
        List.of(
            new BundleStatement(OTHER, 3, bytes(1)),
            new BundleStatement(ACCOUNT, 4, bytes(1)),
            new BundleStatement(ACCOUNT, 3, bytes(9)))) {
      refused(other.check(bundle.sign(owner), owner.verificationKey()), "another change");
    }
    for (var other :
        List.of(
            RecoveryDrill.of(OTHER, new byte[] {1}), RecoveryDrill.of(ACCOUNT, new byte[] {9}))) {
      refused(other.check(drill.sign(owner), owner.verificationKey()), "another bundle");
    }
  }

  @Test
  void a_new_way_to_sign_in_is_bound_as_the_format_page_writes_it() {
    try (var key = SecretBytes.of(new byte[] {0, 16, (byte) 131})) {
      assertThat(UnlockStatement.signIn("argon2id", "c2FsdA", key))
          .isEqualTo(
              Digest.sha256Hex(
                  "{\"authKey\":\"ABCD\",\"kdf\":\"argon2id\",\"salt\":\"c2FsdA\"}"
                      .getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private static void refused(Outcome<Signed> outcome, String why) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.refusal().field()).contains("statement");
              assertThat(refused.refusal().detail()).contains(why);
            });
  }
}
