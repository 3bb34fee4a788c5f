package io.vaultplatform.core.notify;

import io.vaultplatform.core.crypto.Digest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The secret in a mail link: 32 random bytes, written as 43 characters of base64url without
 * padding.
 *
 * <p>The database keeps only {@link #hash}. An unsalted SHA-256 is enough here, because 256 random
 * bits cannot be guessed from their hash; a salt would only make the row impossible to find.
 * Printing shows nothing.
 */
public final class LinkToken {
  /** The length in bytes. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private LinkToken(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A token of these 32 random bytes, which are copied. */
  public static LinkToken of(byte[] random) {
    if (random.length != BYTES) {
      throw new IllegalArgumentException("a link token is 32 bytes");
    }
    return new LinkToken(random.clone());
  }

  /** The token written in a link; empty for anything that no link of ours ever held. */
  public static Optional<LinkToken> parse(String text) {
    // 43 characters carry 258 bits: without the comparison two texts would name one token.
    if (text.length() != 43) {
      return Optional.empty();
    }
    try {
      var token = new LinkToken(Base64.getUrlDecoder().decode(text));
      return token.text().equals(text) ? Optional.of(token) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What goes into the link. The one place where the secret becomes text. */
  public String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is stored: SHA-256 of the 32 bytes, lower-case hex. */
  public String hash() {
    return Digest.sha256Hex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinkToken that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "link token withheld";
  }
}
