package io.vaultplatform.core.crypto;

import io.vaultplatform.core.base.CanonicalJson;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What two people read to each other to know that they hold the same keys: SHA-256 over the
 * canonical {@code {"recipient":…,"signing":…}} of all their keys, shown as eight groups of five
 * digits.
 *
 * <p>Digits, because they are read aloud in any language. Each group is four bytes modulo 100000,
 * so the forty digits carry 132 bits: finding other keys with the same ones is out of reach.
 *
 * @param hash lower-case hex of the SHA-256
 */
public record Fingerprint(String hash) {

  public Fingerprint {
    if (!Digest.isSha256Hex(hash)) {
      throw new IllegalArgumentException("a fingerprint is a SHA-256 in lower-case hex");
    }
  }

  /** The fingerprint of a person's public keys. */
  public static Fingerprint of(RecipientKeys recipient, VerificationKey signing) {
    return new Fingerprint(
        Digest.sha256Hex(
            CanonicalJson.bytes(Map.of("recipient", recipient.text(), "signing", signing.text()))));
  }

  /** The digits, as {@code 01234 56789 …}. */
  public String digits() {
    var bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hash));
    var groups = new StringJoiner(" ");
    while (bytes.hasRemaining()) {
      long group = (bytes.getInt() & 0xffffffffL) % 100_000;
      groups.add(String.format(Locale.ROOT, "%05d", group));
    }
    return groups.toString();
  }

  @Override
  public String toString() {
    return digits();
  }
}
