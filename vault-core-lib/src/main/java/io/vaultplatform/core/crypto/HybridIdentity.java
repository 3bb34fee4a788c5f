package io.vaultplatform.core.crypto;

import com.exceptionfactory.jagged.FileKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An identity of suite {@code hybrid}: a seed of 32 bytes, in text {@code AGE-SECRET-KEY-PQ-1…}.
 */
public final class HybridIdentity implements AgeIdentity {
  private static final String PREFIX = "age-secret-key-pq-";

  private final SecretBytes seed;
  private final HybridRecipient recipient;

  HybridIdentity(SecretBytes owned) {
    if (owned.length() != HybridHpke.SEED) {
      throw new IllegalArgumentException("a hybrid private key has 32 bytes");
    }
    seed = owned;
    recipient = HybridRecipient.ofKey(owned.expose(HybridHpke::publicKeyOf));
  }

  static HybridIdentity parse(CharSequence text) {
    byte[] seed;
    try {
      seed = Bech32.decode(text, PREFIX, true);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an age identity (AGE-SECRET-KEY-PQ-1…)");
    }
    return new HybridIdentity(SecretBytes.taking(seed));
  }

  @Override
  public HybridRecipient recipient() {
    return recipient;
  }

  @Override
  public SecretBytes text() {
    return seed.expose(bytes -> SecretBytes.taking(Bech32.upper(Bech32.encode(PREFIX, bytes))));
  }

  @Override
  public SecretBytes seed() {
    return seed.expose(SecretBytes::of);
  }

  @Override
  public void close() {
    seed.close();
  }

  /**
   * Opens the stanzas of one header; not to be kept: it holds the key, which is expanded for the
   * first stanza of this suite and not again for each of twenty.
   */
  StanzaOpener opener() {
    return new StanzaOpener() {
      private HybridHpke.@Nullable Receiver receiver;

      @Override
      public Optional<FileKey> unwrap(AgeStanza stanza) throws AgeException {
        if (!stanza.type().equals(Suite.HYBRID.stanza())) {
          return Optional.empty();
        }
        if (receiver == null) {
          receiver = seed.expose(HybridHpke.Receiver::new);
        }
        return receiver.open(stanza.firstArgument(), stanza.body()).map(FileKey::new);
      }
    };
  }

  @Override
  public String toString() {
    return "AgeIdentity[" + recipient.fingerprint() + "]";
  }
}
