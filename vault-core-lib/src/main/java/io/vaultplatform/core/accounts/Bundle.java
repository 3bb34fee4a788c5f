package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Opening;
import java.util.Arrays;

/** An owner's key bundle as the server sees it: an age file it cannot open, of at most 128 KiB. */
public final class Bundle {
  /** The most bytes of a bundle. */
  public static final int MOST = 128 * 1024;

  private final byte[] age;

  private Bundle(byte[] age) {
    this.age = age;
  }

  /**
   * A bundle as it was sent.
   *
   * @throws FieldException naming {@code bundle} when it is too large or no age file
   */
  public static Bundle of(byte[] age) {
    if (age.length > MOST) {
      throw new FieldException("bundle", "is larger than " + MOST + " bytes");
    }
    return switch (AgeHeader.read(age, AgeLimits.DEFAULT)) {
      case Opening.Unopened<AgeHeader>(var fault) ->
          throw new FieldException("bundle", "is not an age file: " + fault.detail());
      case Opening.Opened<AgeHeader>(var header) -> {
        // The payload of an empty plaintext is its nonce and one tag.
        if (age.length < header.length() + 32) {
          throw new FieldException("bundle", "is not an age file: it ends before its payload does");
        }
        yield new Bundle(age.clone());
      }
    };
  }

  public byte[] bytes() {
    return age.clone();
  }

  /** Lower-case hex of its SHA-256. */
  public String sha256() {
    return Digest.sha256Hex(age);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bundle that && Arrays.equals(age, that.age);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(age);
  }

  @Override
  public String toString() {
    return "Bundle[" + age.length + " bytes]";
  }
}
