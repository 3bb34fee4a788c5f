package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * {@code key-bundle/v1}: everything an owner must not lose, as one age file to the identity of
 * their unlock seed; the server stores it and cannot open it.
 *
 * <p>Besides the owner's own keys it keeps the escrow identities of each armed epoch, so that the
 * owner can prove that a release would open what it should. Specified in {@code
 * docs/formats/key-bundle-v1.md}.
 *
 * @param epoch grows by one whenever the owner's own keys change; 1 at first
 * @param keys the owner's own keys
 * @param escrow escrow identities, one per trigger, epoch and stage
 */
public record KeyBundle(long epoch, PrivateKeys keys, List<Escrow> escrow)
    implements AutoCloseable {
  public static final String FORMAT = "vault/key-bundle/v1";
  private static final int MOST_BYTES = 1 << 20;

  /** The identity that opens one stage of one epoch of a trigger. */
  public record Escrow(UUID trigger, long epoch, int stage, AgeIdentity identity) {}

  public KeyBundle {
    if (epoch < 1) {
      throw new IllegalArgumentException("a key bundle's epoch begins at 1");
    }
    escrow = List.copyOf(escrow);
  }

  /** A first bundle with new keys. */
  public static KeyBundle first(PrivateKeys keys) {
    return new KeyBundle(1, keys, List.of());
  }

  /**
   * This bundle with the escrow identities of one more epoch; earlier epochs of the trigger drop
   * out.
   */
  public KeyBundle with(UUID trigger, List<Escrow> current) {
    var kept = escrow.stream().filter(e -> !e.trigger().equals(trigger));
    return new KeyBundle(epoch, keys, Stream.concat(kept, current.stream()).toList());
  }

  /** The age file that the server stores. */
  public byte[] seal(AgeRecipient unlock) {
    try (var plain = plaintext()) {
      return plain.expose(bytes -> AgeFile.encrypt(bytes, Set.of(unlock)));
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @return unopened when the passphrase behind {@code unlock} is not the right one
   * @throws IllegalArgumentException when it opens and is no bundle; the message names the member
   */
  public static Opening<KeyBundle> open(byte[] sealed, AgeIdentity unlock) {
    return AgeFile.decrypt(sealed, List.of(unlock), MOST_BYTES)
        .then(
            plain -> {
              try (plain) {
                return new Opening.Opened<>(plain.expose(KeyBundle::read));
              }
            });
  }

  private SecretBytes plaintext() {
    try (var seed = keys.signing().seed()) {
      var tree =
          Map.of(
              "format", FORMAT,
              "epoch", epoch,
              "identities", keys.identities().stream().map(KeyBundle::textOf).toList(),
              "signingSeed", seed.<String>expose(Base64Url::encode),
              "escrow", escrow.stream().map(KeyBundle::treeOf).toList());
      return SecretBytes.taking(CanonicalJson.bytes(tree));
    }
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
    var identities = fields.texts("identities").stream().map(AgeIdentity::parse).toList();
    try (var seed = SecretBytes.taking(fields.binary("signingSeed"))) {
      var keys = new PrivateKeys(identities, SigningKey.ofSeed(seed));
      var escrow = fields.objects("escrow").stream().map(KeyBundle::readEscrow).toList();
      fields.end();
      return new KeyBundle(epoch, keys, escrow);
    }
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
    escrow.forEach(e -> e.identity().close());
  }

  @Override
  public String toString() {
    return "KeyBundle[epoch " + epoch + ", " + escrow.size() + " escrow identities]";
  }
}
