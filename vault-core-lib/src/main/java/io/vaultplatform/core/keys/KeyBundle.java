package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code key-bundle/v1}: everything an owner must not lose, as one age file to a random bundle
 * identity, which each unlock slot holds; the server stores both and opens neither.
 *
 * <p>Besides the owner's own keys it keeps those of earlier epochs, with which older files still
 * open, the escrow identities of each armed epoch, so that the owner can prove that a release would
 * open what it should, and what is behind each unlock slot, so that all of them can be written
 * anew. Specified in {@code docs/formats/key-bundle-v1.md}.
 *
 * @param epoch grows by one whenever the owner's own keys change; 1 at first
 * @param keys the owner's own keys
 * @param former the keys of every earlier epoch, the latest first
 * @param escrow escrow identities, one per trigger, epoch and stage
 * @param slots what unlocks the bundle
 */
public record KeyBundle(
    long epoch, PrivateKeys keys, List<PrivateKeys> former, List<Escrow> escrow, UnlockSlots slots)
    implements AutoCloseable {
  public static final String FORMAT = "vault/key-bundle/v1";
  private static final int MOST_BYTES = 1 << 20;

  // How many slots are in use, and what they are called, must not show in the length.
  private static final int BLOCK = 16 * 1024;

  private static final Pattern ZEROS = Pattern.compile("0*+");

  /** The identity that opens one stage of one epoch of a trigger. */
  public record Escrow(UUID trigger, long epoch, int stage, AgeIdentity identity) {}

  public KeyBundle {
    if (epoch < 1) {
      throw new IllegalArgumentException("a key bundle's epoch begins at 1");
    }
    former = List.copyOf(former);
    if (former.size() != epoch - 1) {
      throw new IllegalArgumentException("a key bundle holds the keys of every earlier epoch");
    }
    escrow = List.copyOf(escrow);
    Objects.requireNonNull(slots, "slots");
  }

  /** A first bundle with new keys. */
  public static KeyBundle first(PrivateKeys keys, UnlockSlots slots) {
    return new KeyBundle(1, keys, List.of(), List.of(), slots);
  }

  /** The same keys behind other slots. */
  public KeyBundle with(UnlockSlots changed) {
    return new KeyBundle(epoch, keys, former, escrow, changed);
  }

  /** The next epoch: these keys count now, and the ones until now become former ones. */
  public KeyBundle next(PrivateKeys fresh) {
    return new KeyBundle(
        epoch + 1, fresh, Stream.concat(Stream.of(keys), former.stream()).toList(), escrow, slots);
  }

  /** What opens files made for the owner in any epoch, the newest first. */
  public List<AgeIdentity> identities() {
    return Stream.concat(Stream.of(keys), former.stream())
        .flatMap(epochs -> epochs.identities().stream())
        .toList();
  }

  /** What the owner's signatures of any epoch are checked with, the newest first. */
  public List<VerificationKey> verificationKeys() {
    return Stream.concat(Stream.of(keys), former.stream())
        .map(epochs -> epochs.signing().verificationKey())
        .toList();
  }

  /**
   * What is stored when the slots change.
   *
   * @param bundle the age file
   * @param slots the four slots, one behind the other
   * @param verifiers of the four slots
   */
  public record Locked(Bytes bundle, Bytes slots, Bytes verifiers) {}

  /**
   * Locks the bundle and all slots anew.
   *
   * @param box a fresh bundle identity: whoever had the one before opens nothing of this
   */
  public Locked lock(AgeIdentity box) {
    return new Locked(
        Bytes.of(seal(box.recipient())), Bytes.of(slots.seal(box)), Bytes.of(slots.verifiers()));
  }

  /**
   * This bundle with the escrow identities of one more epoch; earlier epochs of the trigger drop
   * out.
   */
  public KeyBundle with(UUID trigger, List<Escrow> current) {
    var kept = escrow.stream().filter(e -> !e.trigger().equals(trigger));
    return new KeyBundle(
        epoch, keys, former, Stream.concat(kept, current.stream()).toList(), slots);
  }

  /** The age file that the server stores. */
  public byte[] seal(AgeRecipient box) {
    try (var plain = plaintext()) {
      return plain.expose(bytes -> AgeFile.encrypt(bytes, Set.of(box)));
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @return unopened when this is not its bundle identity
   * @throws IllegalArgumentException when it opens and is no bundle; the message names the member
   */
  public static Opening<KeyBundle> open(byte[] sealed, AgeIdentity box) {
    return AgeFile.decrypt(sealed, List.of(box), MOST_BYTES)
        .then(
            plain -> {
              try (plain) {
                return new Opening.Opened<>(plain.expose(KeyBundle::read));
              }
            });
  }

  private SecretBytes plaintext() {
    var bare = CanonicalJson.bytes(tree(0));
    int padding = (BLOCK - bare.length % BLOCK) % BLOCK;
    Arrays.fill(bare, (byte) 0);
    return SecretBytes.taking(CanonicalJson.bytes(tree(padding)));
  }

  private Map<String, Object> tree(int padding) {
    var tree = new LinkedHashMap<String, Object>(treeOf(keys));
    tree.put("format", FORMAT);
    tree.put("epoch", epoch);
    tree.put("former", former.stream().map(KeyBundle::treeOf).toList());
    tree.put("escrow", escrow.stream().map(KeyBundle::treeOf).toList());
    tree.put("slots", slots.places().stream().map(KeyBundle::treeOf).toList());
    tree.put("padding", "0".repeat(padding));
    return tree;
  }

  private static Map<String, Object> treeOf(PrivateKeys keys) {
    try (var seed = keys.signing().seed()) {
      return Map.of(
          "identities", keys.identities().stream().map(KeyBundle::textOf).toList(),
          "signingSeed", seed.<String>expose(Base64Url::encode));
    }
  }

  private static Map<String, Object> treeOf(UnlockSlot slot) {
    return Map.of(
        "kind", slot.kind().text(),
        "recipient", slot.recipient().text(),
        "verifier", Base64Url.encode(slot.verifier().toArray()),
        "label", slot.label(),
        "since", slot.since().toString());
  }

  private static Map<String, Object> treeOf(Escrow e) {
    return Map.of(
        "trigger", e.trigger().toString(),
        "epoch", e.epoch(),
        "stage", e.stage(),
        "identity", textOf(e.identity()));
  }

  private static KeyBundle read(byte[] canonical) {
    var fields = Fields.of(CanonicalJson.parse(canonical), "");
    fields.format(FORMAT);
    var epoch = fields.number("epoch", 1, CanonicalJson.MAX_INTEGER);
    var keys = readKeys(fields);
    var former = fields.objects("former").stream().map(KeyBundle::readFormer).toList();
    var escrow = fields.objects("escrow").stream().map(KeyBundle::readEscrow).toList();
    var slots = fields.objects("slots").stream().map(KeyBundle::readSlot).toList();
    fields.matching("padding", ZEROS, "zeros");
    fields.end();
    return new KeyBundle(epoch, keys, former, escrow, new UnlockSlots(slots));
  }

  private static PrivateKeys readFormer(Fields fields) {
    var keys = readKeys(fields);
    fields.end();
    return keys;
  }

  private static PrivateKeys readKeys(Fields fields) {
    var texts = fields.texts("identities");
    // Before the first is made: each costs more than the whole list is worth.
    if (texts.size() > Suite.values().length) {
      throw new FieldException(fields.where("identities"), "has more than one of a suite");
    }
    var identities = texts.stream().map(AgeIdentity::parse).toList();
    try (var seed = SecretBytes.taking(fields.binary("signingSeed"))) {
      return new PrivateKeys(identities, SigningKey.ofSeed(seed));
    }
  }

  private static UnlockSlot readSlot(Fields fields) {
    var slot =
        new UnlockSlot(
            SlotKind.of(fields.text("kind")),
            AgeRecipient.parse(fields.text("recipient")),
            Bytes.of(fields.binary("verifier")),
            fields.text("label"),
            fields.instant("since"));
    fields.end();
    return slot;
  }

  private static Escrow readEscrow(Fields fields) {
    var escrow =
        new Escrow(
            fields.uuid("trigger"),
            fields.number("epoch", 1, CanonicalJson.MAX_INTEGER),
            (int) fields.number("stage", 1, 100),
            AgeIdentity.parse(fields.text("identity")));
    fields.end();
    return escrow;
  }

  private static String textOf(AgeIdentity identity) {
    try (var text = identity.text()) {
      return text.expose(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }
  }

  @Override
  public void close() {
    keys.close();
    former.forEach(PrivateKeys::close);
    escrow.forEach(e -> e.identity().close());
  }

  @Override
  public String toString() {
    return "KeyBundle[epoch " + epoch + ", " + escrow.size() + " escrow identities]";
  }
}
