package io.vaultplatform.core.kms;

import java.util.List;
import java.util.Optional;

/**
 * What operators have done to keys: a third principal, which adds, re-seals and destroys, and sees
 * nothing that is sealed.
 */
public interface KeyOperations {

  /** The versions there are of a key, oldest first; never empty. */
  List<KeyVersion> versions(KeyRef key);

  /** Makes the next version; from now on it seals. Every server finds it at its next seal. */
  KeyVersion add(KeyRef key);

  /** Destroys one that seals no longer; nothing sealed under it opens again. */
  void destroy(KeyVersion version);

  /**
   * The same secret under the newest version; empty when it is that already.
   *
   * @throws KeyServiceException when it does not answer, or context or bytes are not the ones
   *     sealed
   */
  Optional<byte[]> reseal(KeyRef key, byte[] sealed, KeyContext context);

  /** Destroys the keys of things for good; see {@link ErasureKeys}. Repeating it does nothing. */
  void erase(List<Thing> things);
}
