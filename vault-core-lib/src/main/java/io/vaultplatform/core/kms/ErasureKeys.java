package io.vaultplatform.core.kms;

import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import java.util.List;
import java.util.Optional;

/**
 * A key for each thing that may have to be destroyed: a vault, a document, a person. They are kept
 * by the key service and are in no copy of the database, so that what was sealed under them and
 * then erased does not come back with a copy.
 *
 * <p>What belongs to several things (a document to itself and to its vault) is sealed under all of
 * them: erasing one is enough. Format: {@code docs/formats/erasable-v1.md}.
 */
public interface ErasureKeys {

  /**
   * Seals bytes.
   *
   * @param things whom they belong to, always in the same order
   * @throws KeyServiceException when one of the things was erased, or the service does not answer
   */
  byte[] seal(List<Thing> things, byte[] plain, Sealing.Meaning meaning);

  /**
   * Opens them; empty when one of the things was erased.
   *
   * @throws io.vaultplatform.core.base.VaultException when they were changed or moved
   */
  Optional<byte[]> open(List<Thing> things, byte[] sealed, Sealing.Meaning meaning);

  /**
   * A secret that is had only while all of the things are there: the joined key of {@code secret}
   * and theirs. The caller closes it.
   */
  Optional<SecretBytes> join(SecretBytes secret, List<Thing> things);

  /** Whether a thing was erased. */
  boolean erased(Thing thing);
}
