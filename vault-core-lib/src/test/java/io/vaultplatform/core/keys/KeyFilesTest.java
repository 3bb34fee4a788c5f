package io.vaultplatform.core.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.OneMemberMore;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The two files that private keys live in: round trips, strangers' files, and silence about
 * content.
 */
class KeyFilesTest {
  private static final UUID TRIGGER = UUID.fromString("018f0000-0000-7000-8000-000000000001");

  @Test
  void an_identity_file_gives_back_all_keys() {
    var keys = PrivateKeys.generate();
    try (var file = IdentityFile.write(keys);
        var read = IdentityFile.parse(file)) {
      assertThat(read.keys().publicKeys()).isEqualTo(keys.publicKeys());
      assertThat(file.<String>expose(b -> new String(b, US_ASCII)))
          .startsWith("# vault identity v1\n# fingerprint: ")
          .contains("\n# hybrid identity: AGE-SECRET-KEY-PQ-1")
          .contains("\nAGE-SECRET-KEY-1");
    }
  }

  @Test
  void a_file_of_age_keygen_opens_but_cannot_sign() {
    var file =
        """
        # created: 2026-01-01T00:00:00Z
        # public key: age1x
        AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0
        """;
    try (var read = IdentityFile.parse(SecretBytes.of(file.getBytes(US_ASCII)))) {
      assertThat(read.signing()).isEmpty();
      assertThatThrownBy(read::keys).hasMessageContaining("signing seed");
    }
  }

  @Test
  void other_files_are_refused_and_never_quoted() {
    for (var text : List.of("", "hello", "AGE-SECRET-KEY-1WRONG\n", "# only a comment\n")) {
      assertThatThrownBy(() -> IdentityFile.parse(SecretBytes.of(text.getBytes(US_ASCII))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("WRONG");
    }
  }

  @Test
  void a_bundle_opens_with_its_bundle_identity_only_and_keeps_escrow_identities() {
    var unlock = AgeIdentity.generate(Suite.HYBRID);
    var first = KeyBundle.first(PrivateKeys.generate(), slots());
    var e1 = new KeyBundle.Escrow(TRIGGER, 1, 1, AgeIdentity.generate(Suite.CLASSIC));
    var e2 = new KeyBundle.Escrow(TRIGGER, 2, 1, AgeIdentity.generate(Suite.CLASSIC));
    var bundle = first.with(TRIGGER, List.of(e1)).with(TRIGGER, List.of(e2));
    assertThat(bundle.escrow()).containsExactly(e2);

    var sealed = bundle.seal(unlock.recipient());
    var read = KeyBundle.open(sealed, unlock).orThrow("test");
    assertThat(read.keys().publicKeys()).isEqualTo(first.keys().publicKeys());
    assertThat(read.escrow()).hasSize(1);
    assertThat(read.escrow().getFirst().epoch()).isEqualTo(2);
    assertThat(read.escrow().getFirst().identity().recipient())
        .isEqualTo(e2.identity().recipient());
    assertThat(KeyBundle.open(sealed, AgeIdentity.generate(Suite.CLASSIC)))
        .isInstanceOf(Opening.Unopened.class);
  }

  @Test
  void printing_keys_prints_no_secret() {
    var keys = PrivateKeys.generate();
    for (var identity : keys.identities()) {
      try (var text = identity.text()) {
        var secret = text.<String>expose(b -> new String(b, US_ASCII));
        assertThat(keys.toString())
            .doesNotContain(secret)
            .contains(keys.publicKeys().fingerprint().toString());
        assertThat(KeyBundle.first(keys, slots()).toString())
            .doesNotContain(secret)
            .contains("epoch 1", "0 escrow identities");
      }
    }
  }

  @Test
  void a_file_with_a_hybrid_identity_alone_is_read_too() {
    var hybrid = AgeIdentity.generate(Suite.HYBRID);
    var keys = new PrivateKeys(List.of(hybrid), SigningKey.generate(Suite.HYBRID));
    try (var file = IdentityFile.write(keys);
        var read = IdentityFile.parse(file)) {
      assertThat(read.identities().getFirst().recipient()).isEqualTo(hybrid.recipient());
      assertThat(file.<String>expose(b -> new String(b, US_ASCII)))
          .contains("\nAGE-SECRET-KEY-PQ-1");
    }
  }

  @Test
  void two_identities_of_one_suite_are_one_too_many() {
    var line = text(AgeIdentity.generate(Suite.CLASSIC));
    var other = text(AgeIdentity.generate(Suite.CLASSIC));
    assertThatThrownBy(
            () -> IdentityFile.parse(SecretBytes.of((line + "\n" + other).getBytes(US_ASCII))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_file_of_public_keys_gives_back_what_was_written() {
    var keys = PrivateKeys.generate().publicKeys();
    var read = PublicKeyFile.parse(PublicKeyFile.write(keys).getBytes(US_ASCII));
    assertThat(read.recipient()).isEqualTo(keys.recipient());
    assertThat(read.signing()).contains(keys.signing());
    var alone = keys.recipient().of(Suite.CLASSIC).orElseThrow();
    assertThat(PublicKeyFile.parse(alone.text().getBytes(US_ASCII)).signing()).isEmpty();
  }

  @Test
  void other_files_hold_no_public_keys() {
    var key = AgeIdentity.generate(Suite.CLASSIC).recipient().text();
    var other = AgeIdentity.generate(Suite.CLASSIC).recipient().text();
    for (var wrong :
        List.of("", "hello", key + "\n" + other, key + "\nhello", "# only a comment", key + "x")) {
      assertThatThrownBy(() -> PublicKeyFile.parse(wrong.getBytes(US_ASCII)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_bundle_keeps_the_keys_of_every_epoch_and_its_length_tells_no_number_of_slots() {
    var box = AgeIdentity.generate(Suite.HYBRID);
    var first = KeyBundle.first(PrivateKeys.generate(), slots());
    var second = first.next(PrivateKeys.generate());
    var kit = RecoveryCode.fresh().keys();
    var more =
        second.with(
            second
                .slots()
                .with(UnlockSlot.of(SlotKind.KIT, kit, "in the blue folder", Instant.EPOCH)));

    var read = KeyBundle.open(more.seal(box.recipient()), box).orThrow("test");

    assertThat(read.epoch()).isEqualTo(2);
    assertThat(read.verificationKeys())
        .containsExactly(second.keys().publicKeys().signing(), first.keys().publicKeys().signing());
    assertThat(read.identities()).hasSize(4);
    assertThat(read.slots()).isEqualTo(more.slots());
    assertThat(first.seal(box.recipient())).hasSameSizeAs(more.seal(box.recipient()));
  }

  @Test
  void a_closed_bundle_has_destroyed_the_keys_of_every_epoch_and_of_its_escrow() {
    var escrow = new KeyBundle.Escrow(TRIGGER, 1, 1, AgeIdentity.generate(Suite.CLASSIC));
    var bundle =
        KeyBundle.first(PrivateKeys.generate(), slots())
            .next(PrivateKeys.generate())
            .with(TRIGGER, List.of(escrow));
    bundle.close();
    var opens = new ArrayList<>(bundle.identities());
    opens.add(escrow.identity());
    assertThat(opens).hasSize(5).allSatisfy(KeyFilesTest::isDestroyed);
    for (var keys : List.of(bundle.keys(), bundle.former().getFirst())) {
      assertThatThrownBy(() -> keys.signing().seed()).isInstanceOf(IllegalStateException.class);
    }
  }

  private static void isDestroyed(AgeIdentity identity) {
    assertThatThrownBy(identity::seed).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_closed_identity_file_has_destroyed_its_keys() {
    try (var file = IdentityFile.write(PrivateKeys.generate())) {
      var read = IdentityFile.parse(file);
      read.close();
      assertThat(read.identities()).hasSize(2).allSatisfy(KeyFilesTest::isDestroyed);
      assertThatThrownBy(() -> read.signing().orElseThrow().seed())
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void what_a_bundle_locks_opens_with_its_slots_and_then_with_what_they_hold() {
    var passphrase = AgeIdentity.generate(Suite.HYBRID);
    var bundle =
        KeyBundle.first(
            PrivateKeys.generate(), UnlockSlots.first(passphrase.recipient(), Instant.EPOCH));
    var locked = bundle.lock(AgeIdentity.generate(Suite.HYBRID));
    var box = UnlockSlots.open(locked.slots().toArray(), passphrase).orThrow("test");
    var read = KeyBundle.open(locked.bundle().toArray(), box).orThrow("test");
    assertThat(read.keys().publicKeys()).isEqualTo(bundle.keys().publicKeys());
    assertThat(locked.verifiers().toArray()).isEqualTo(bundle.slots().verifiers());
  }

  @Test
  void a_member_that_a_bundle_does_not_know_is_refused_by_name_wherever_it_is() {
    var box = AgeIdentity.generate(Suite.CLASSIC);
    var escrow = new KeyBundle.Escrow(TRIGGER, 1, 1, AgeIdentity.generate(Suite.CLASSIC));
    var bundle =
        KeyBundle.first(PrivateKeys.generate(), slots())
            .next(PrivateKeys.generate())
            .with(TRIGGER, List.of(escrow));
    var tree =
        AgeFile.decrypt(bundle.seal(box.recipient()), List.of(box), 1 << 20)
            .orThrow("test")
            .expose(CanonicalJson::parse);
    var trees = OneMemberMore.in(tree);
    assertThat(trees).containsKeys("more", "former[0].more", "escrow[0].more", "slots[3].more");
    trees.forEach(
        (path, more) -> {
          var sealed = AgeFile.encrypt(CanonicalJson.bytes(more), Set.of(box.recipient()));
          assertThatThrownBy(() -> KeyBundle.open(sealed, box))
              .isInstanceOfSatisfying(
                  FieldException.class, e -> assertThat(e.field()).isEqualTo(path));
        });
  }

  @Test
  void files_of_keys_are_read_up_to_64_kibibytes() {
    try (var keys = PrivateKeys.generate();
        var file = IdentityFile.write(keys)) {
      var own = file.<String>expose(b -> new String(b, US_ASCII));
      try (var read = IdentityFile.parse(SecretBytes.of(filled(own, 64 * 1024)))) {
        assertThat(read.identities()).hasSize(2);
      }
      assertThatThrownBy(() -> IdentityFile.parse(SecretBytes.of(filled(own, 64 * 1024 + 1))))
          .hasMessageContaining("64 KiB");
      var others = PublicKeyFile.write(keys.publicKeys());
      assertThat(PublicKeyFile.parse(filled(others, 64 * 1024)).recipient())
          .isEqualTo(keys.publicKeys().recipient());
      assertThatThrownBy(() -> PublicKeyFile.parse(filled(others, 64 * 1024 + 1)))
          .hasMessageContaining("64 KiB");
    }
  }

  private static byte[] filled(String file, int length) {
    return (file + "#".repeat(length - file.length())).getBytes(US_ASCII);
  }

  @Test
  void keys_are_found_by_their_suite() {
    var keys = PrivateKeys.generate();
    for (var suite : Suite.values()) {
      assertThat(keys.identity(suite).map(AgeIdentity::suite)).contains(suite);
    }
    var alone = new PrivateKeys(List.of(keys.identities().getFirst()), keys.signing());
    assertThat(alone.identity(Suite.HYBRID)).isEmpty();
  }

  private static UnlockSlots slots() {
    return UnlockSlots.first(AgeIdentity.generate(Suite.HYBRID).recipient(), Instant.EPOCH);
  }

  private static String text(AgeIdentity identity) {
    try (var text = identity.text()) {
      return text.expose(b -> new String(b, US_ASCII));
    }
  }
}
