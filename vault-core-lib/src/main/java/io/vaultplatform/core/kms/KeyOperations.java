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

  /**
   * Makes this version, the next one of its key; from now on it seals. Every server finds it at its
   * next seal. Repeating it makes no second one, and does what a failure left undone.
   *
   * @throws KeyServiceException when it could not be made; then nothing is sealed under it
   */
  void add(KeyVersion next);

  /**
   * Destroys one that seals no longer; nothing sealed under it opens again. Repeating it does
   * nothing.
   *
   * @throws KeyServiceException when it could not be destroyed
   */
  void destroy(KeyVersion version);

  /**
   * The same secret under the newest version; empty when it is that already.
   *
   * @throws KeyServiceException when it does not answer, or context or bytes are not the ones
   *     sealed
   */
  Optional<byte[]> reseal(KeyRef key, byte[] sealed, KeyContext context);

  /**
   * Destroys the keys of things for good; see {@link ErasureKeys}. Repeating it does nothing.
   *
   * @throws KeyServiceException when they could not be destroyed; then each is there as before
   */
  void erase(List<Thing> things);
}
