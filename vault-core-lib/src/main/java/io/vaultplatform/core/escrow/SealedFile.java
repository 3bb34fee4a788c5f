package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Opening;

/**
 * A small age file to exactly one key of one suite, in its text form (base64url): an inner packet,
 * an outer one, a share.
 *
 * <p>Whose key it is cannot be seen from outside; that it is one, and a readable header, can.
 */
public record SealedFile(String text) {

  public SealedFile {
    check(Base64Url.decode(text));
  }

  /** Of an age file. */
  public static SealedFile of(byte[] file) {
    return new SealedFile(Base64Url.encode(file));
  }

  /** The age file. */
  public byte[] bytes() {
    return Base64Url.decode(text);
  }

  static SealedFile read(Fields fields, String name, int most) {
    var file = Reading.binary(fields, name, most);
    try {
      return of(file);
    } catch (IllegalArgumentException e) {
      throw new FieldException(fields.where(name), "is not an age file to one key");
    }
  }

  private static void check(byte[] file) {
    boolean one =
        AgeHeader.read(file, AgeLimits.DEFAULT) instanceof Opening.Opened<AgeHeader>(var header)
            && header.stanzas().size() == 1
            && header.suite().isPresent();
    if (!one) {
      throw new IllegalArgumentException("not an age file to one key");
    }
  }

  @Override
  public String toString() {
    return "SealedFile[" + text.length() + " characters]";
  }
}
