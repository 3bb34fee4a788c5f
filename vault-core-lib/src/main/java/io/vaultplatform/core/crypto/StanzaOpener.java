package io.vaultplatform.core.crypto;

import com.exceptionfactory.jagged.FileKey;
import java.util.Optional;

/** Something that may open a stanza: the seam between the header and the kinds of keys. */
interface StanzaOpener {

  /**
   * The file key in {@code stanza}, or empty when the stanza is of another kind or for another key.
   *
   * @throws AgeException when the stanza is of this kind and malformed, or asks for too much work
   */
  Optional<FileKey> unwrap(AgeStanza stanza) throws AgeException;
}
