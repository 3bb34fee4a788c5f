package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The one thing that the platform opens of class B: an escrow identity that the owner's device
 * encrypted to the gate, for a recipient who had no key. It is seen for as long as it takes to
 * encrypt it to the key that the recipient brought, and no document is.
 */
public final class Readdressing {
  private static final int IDENTITY_TEXT = 256;

  private Readdressing() {}

  /**
   * The same escrow identity, to another key.
   *
   * @param policy names the escrow identity that the packet has to hold
   * @param gate the gate's own identity
   * @param key what the recipient brought
   */
  public static Outcome<EscrowPacket.Inner> of(
      ReleasePolicy policy, EscrowPacket.Inner packet, AgeIdentity gate, AgeRecipient key) {
    var set = policy.set(packet.portion()).filter(s -> s.recipients().contains(packet.recipient()));
    if (set.isEmpty()) {
      return Reading.no("packet", "The packet is of a set that the policy does not name.");
    }
    return AgeFile.decrypt(packet.file().bytes(), List.of(gate), IDENTITY_TEXT)
        .orRefuse("packet")
        .then(
            text -> {
              try (text) {
                return isEscrow(text, set.get().escrow())
                    ? Outcome.done(sealed(packet, text, key))
                    : Reading.no("packet", "The packet holds no escrow identity of the policy's.");
              }
            });
  }

  private static EscrowPacket.Inner sealed(
      EscrowPacket.Inner packet, SecretBytes text, AgeRecipient key) {
    return new EscrowPacket.Inner(
        packet.portion(),
        packet.recipient(),
        text.expose(secret -> SealedFile.of(AgeFile.encrypt(secret, Set.of(key)))));
  }

  // What the gate opens is never handed on unread: it could be anything that somebody had it open.
  private static boolean isEscrow(SecretBytes text, String fingerprint) {
    try (AgeIdentity escrow =
        text.expose(
            ascii -> AgeIdentity.parse(StandardCharsets.US_ASCII.decode(ByteBuffer.wrap(ascii))))) {
      return escrow.recipient().fingerprint().equals(fingerprint);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
