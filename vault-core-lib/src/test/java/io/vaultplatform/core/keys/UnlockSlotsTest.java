package io.vaultplatform.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Suite;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Four slots, whatever is in use: what opens, what does not, and what a stranger sees of it. */
class UnlockSlotsTest {
  private final AgeIdentity passphrase = AgeIdentity.generate(Suite.HYBRID);
  private final AgeIdentity box = AgeIdentity.generate(Suite.HYBRID);
  private final SlotKeys kit = RecoveryCode.fresh().keys();
  private final UnlockSlots first = UnlockSlots.first(passphrase.recipient(), Instant.EPOCH);
  private final UnlockSlots both =
      first.with(UnlockSlot.of(SlotKind.KIT, kit, "kit", Instant.EPOCH));

  @Test
  void every_slot_in_use_gives_the_bundle_identity_and_no_other_key_does() {
    var sealed = both.seal(box);
    for (var opener : List.of(passphrase, kit.identity())) {
      assertThat(UnlockSlots.open(sealed, opener).orThrow("test").recipient())
          .isEqualTo(box.recipient());
    }
    assertThat(UnlockSlots.open(sealed, AgeIdentity.generate(Suite.HYBRID)))
        .isInstanceOf(Opening.Unopened.class);
    assertThat(UnlockSlots.open(first.seal(box), kit.identity()))
        .isInstanceOf(Opening.Unopened.class);
  }

  @Test
  void there_are_always_four_files_of_one_size_and_form() {
    for (var slots : List.of(first, both)) {
      var sealed = slots.seal(box);
      assertThat(sealed).hasSize(4 * UnlockSlots.SIZE);
      assertThat(slots.verifiers()).hasSize(128);
      for (int i = 0; i < 4; i++) {
        var header =
            AgeHeader.read(place(sealed, i), AgeLimits.DEFAULT).orThrow("a slot made here");
        assertThat(header.suite()).contains(Suite.HYBRID);
        assertThat(header.stanzas()).hasSize(1);
        assertThat(header.length()).isEqualTo(UnlockSlots.SIZE - 110);
      }
    }
  }

  @Test
  void all_four_files_are_other_ones_after_each_change() {
    var before = first.seal(box);
    var now = first.seal(box);
    for (int i = 0; i < 4; i++) {
      assertThat(place(before, i)).isNotEqualTo(place(now, i));
    }
    assertThat(first.verifiers()).isEqualTo(first.verifiers());
  }

  @Test
  void the_passphrase_has_no_place_of_its_own() {
    var places = new HashSet<SlotKind>();
    for (int i = 0; i < 200 && places.size() < 2; i++) {
      places.add(
          UnlockSlots.first(passphrase.recipient(), Instant.EPOCH).places().getFirst().kind());
    }
    assertThat(places).containsExactlyInAnyOrder(SlotKind.PASSPHRASE, SlotKind.NONE);
  }

  @Test
  void a_wrong_key_and_a_damaged_slot_look_alike() {
    var wrong = UnlockSlots.open(both.seal(box), AgeIdentity.generate(Suite.HYBRID));
    var sealed = both.seal(box);
    for (int i = 0; i < 4; i++) {
      for (int at : new int[] {0, 30, 1600, 1700, UnlockSlots.SIZE - 1}) {
        sealed[i * UnlockSlots.SIZE + at] ^= 1;
      }
    }
    assertThat(UnlockSlots.open(sealed, passphrase)).isEqualTo(wrong);
    assertThat(UnlockSlots.open(Arrays.copyOf(sealed, 17), passphrase)).isEqualTo(wrong);
    assertThat(UnlockSlots.open(new byte[0], passphrase)).isEqualTo(wrong);
  }

  @Test
  void one_damaged_slot_leaves_the_others_as_they_are() {
    var sealed = both.seal(box);
    int at = both.places().indexOf(both.of(SlotKind.PASSPHRASE).orElseThrow());
    sealed[at * UnlockSlots.SIZE + 1700] ^= 1;
    assertThat(UnlockSlots.open(sealed, passphrase)).isInstanceOf(Opening.Unopened.class);
    assertThat(UnlockSlots.open(sealed, kit.identity())).isInstanceOf(Opening.Opened.class);
  }

  @Test
  void what_was_taken_away_opens_nothing_that_is_written_afterwards() {
    var without = both.without(SlotKind.KIT);
    assertThat(UnlockSlots.open(without.seal(box), kit.identity()))
        .isInstanceOf(Opening.Unopened.class);
    assertThat(without.of(SlotKind.KIT)).isEmpty();
    assertThat(without.places()).hasSize(4);
  }

  @Test
  void a_kind_is_there_once_and_each_has_room() {
    var all =
        both.with(UnlockSlot.of(SlotKind.GUARDIANS, keys(SlotKind.GUARDIANS), "", Instant.EPOCH))
            .with(UnlockSlot.of(SlotKind.PASSKEY, keys(SlotKind.PASSKEY), "", Instant.EPOCH));
    assertThat(all.places().stream().map(UnlockSlot::kind))
        .containsExactlyInAnyOrder(
            SlotKind.PASSPHRASE, SlotKind.KIT, SlotKind.GUARDIANS, SlotKind.PASSKEY);
    var again = all.with(UnlockSlot.of(SlotKind.KIT, kit, "another", Instant.EPOCH));
    assertThat(again.of(SlotKind.KIT).orElseThrow().label()).isEqualTo("another");
    assertThat(again.places()).hasSize(4);
  }

  @Test
  void keys_of_slots_are_those_of_the_format_page() {
    var secret = new byte[32];
    for (int i = 0; i < 32; i++) {
      secret[i] = (byte) i;
    }
    requireVector(
        SlotKind.KIT,
        Arrays.copyOf(secret, 16),
        "6705f45e21c8b7b89ef136d28ba7fcedc6df94089c3532a581971fdb7b3061d2",
        "ebe5b0782deb37338a0fe2d05e9387744f73a3429c1bb0227245b6a848f1fcaf",
        "34a952aef98c6c181a44ca7b8b05c54ef38fb395e8084613fd1777343a677188",
        "c5cb7ed84026a71adbc30027fd0dc7ed221ccce803c7c9508b113dfe799aed67");
    requireVector(
        SlotKind.GUARDIANS,
        secret,
        "84e8f4be4518a39f5666ea97ed2652dd2bb5ce7a5478db4f60eb0f5d455bebd8",
        "b793b542e23b0db313d6b3775cb10b1bd4798354da352d2dd8bac425dd46487f",
        "bf997fc5f1bc9358d6737c98b16b7b132ef429a5a3b1222d850814bc670a3e68",
        "8c9d903a9b3f726c837d1a2a63e6740853614522867b39ac672692ff3baf0c2e");
    requireVector(
        SlotKind.PASSKEY,
        secret,
        "73ac0635be7a8ed83a8179fd8eee171ba13c051fc352083e86cea42d8d46c7bf",
        "4e0d6630921ed8772728ea78b4ab642cd5ace63590ba0f07c85b9828d199b0c9",
        "53b6da5ae0dc6424789c10117550000bb3923e42f630e2537c9e994dcb8b9292",
        "026fedb008c8733cc99158aaa5f09c3eb31d7f9ecd0113ad71667e460cb8a002");
  }

  private static void requireVector(
      SlotKind kind,
      byte[] secret,
      String seed,
      String access,
      String verifier,
      String recipientSha256) {
    try (var keys = SlotKeys.of(kind, SecretBytes.of(secret));
        var made = keys.identity().seed()) {
      assertThat(made.<String>expose(HexFormat.of()::formatHex)).isEqualTo(seed);
      assertThat(keys.access().<String>expose(HexFormat.of()::formatHex)).isEqualTo(access);
      assertThat(HexFormat.of().formatHex(keys.verifier().toArray())).isEqualTo(verifier);
      assertThat(keys.identity().recipient().fingerprint()).isEqualTo(recipientSha256);
    }
  }

  @Test
  void a_secret_of_less_than_128_bits_and_a_passphrase_make_no_such_keys() {
    assertThatThrownBy(() -> SlotKeys.of(SlotKind.KIT, SecretBytes.of(new byte[15])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SlotKeys.of(SlotKind.PASSPHRASE, SecretBytes.of(new byte[32])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new UnlockSlot(
                    SlotKind.KIT,
                    AgeIdentity.generate(Suite.CLASSIC).recipient(),
                    Bytes.of(new byte[32]),
                    "",
                    Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_lies_behind_the_fourth_file_is_no_slot() {
    var stranger = AgeIdentity.generate(Suite.HYBRID);
    var more = UnlockSlots.first(stranger.recipient(), Instant.EPOCH);
    var sealed = Arrays.copyOf(first.seal(box), 8 * UnlockSlots.SIZE);
    System.arraycopy(more.seal(box), 0, sealed, 4 * UnlockSlots.SIZE, 4 * UnlockSlots.SIZE);
    assertThat(UnlockSlots.open(sealed, stranger)).isInstanceOf(Opening.Unopened.class);
    assertThat(UnlockSlots.open(sealed, passphrase)).isInstanceOf(Opening.Opened.class);
  }

  @Test
  void a_slot_that_opens_and_holds_no_identity_looks_like_a_wrong_key() {
    var wrong = UnlockSlots.open(first.seal(box), AgeIdentity.generate(Suite.HYBRID));
    for (var line : List.of("x".repeat(78), "x".repeat(77) + "\n")) {
      var file =
          AgeFile.encrypt(line.getBytes(StandardCharsets.US_ASCII), Set.of(passphrase.recipient()));
      assertThat(file).hasSize(UnlockSlots.SIZE);
      assertThat(UnlockSlots.open(file, passphrase)).isEqualTo(wrong);
    }
  }

  @Test
  void a_label_is_one_line_of_at_most_200_characters() {
    var longest = UnlockSlot.of(SlotKind.KIT, kit, "x".repeat(200), Instant.EPOCH);
    assertThat(longest.label()).hasSize(200);
    for (var wrong : List.of("x".repeat(201), "two\nlines")) {
      assertThatThrownBy(() -> UnlockSlot.of(SlotKind.KIT, kit, wrong, Instant.EPOCH))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static SlotKeys keys(SlotKind kind) {
    return SlotKeys.of(kind, SecretBytes.of(new byte[32]));
  }

  private static byte[] place(byte[] sealed, int i) {
    return Arrays.copyOfRange(sealed, i * UnlockSlots.SIZE, (i + 1) * UnlockSlots.SIZE);
  }
}
