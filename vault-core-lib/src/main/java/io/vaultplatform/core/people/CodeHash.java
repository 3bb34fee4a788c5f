package io.vaultplatform.core.people;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What the server keeps of a recipient's code: {@code rc1.<salt>.<hash>}, see
 * docs/formats/recipient-code-v1.md.
 *
 * <p>One SHA-256 and no slow hash: the code is 80 random bits, not a person's choice, so there is
 * no dictionary to slow down; and the code alone opens nothing, for what was left is encrypted to
 * the recipient's key.
 */
public final class CodeHash {
  private static final byte[] DOMAIN =
      "vault/recipient-code/v1".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT = 16;
  private static final Pattern FORM = Pattern.compile("rc1\\.([A-Za-z0-9_-]{22})\\.([0-9a-f]{64})");

  private final byte[] salt;
  private final byte[] hash;

  private CodeHash(byte[] salt, byte[] hash) {
    this.salt = salt;
    this.hash = hash;
  }

  static CodeHash of(byte[] salt, byte[] code) {
    if (salt.length != SALT) {
      throw new IllegalArgumentException("the salt of a code is 16 bytes");
    }
    // Each part after its length, so that no two triples have the same bytes.
    var bytes =
        ByteBuffer.allocate(12 + DOMAIN.length + salt.length + code.length)
            .putInt(DOMAIN.length)
            .put(DOMAIN)
            .putInt(salt.length)
            .put(salt)
            .putInt(code.length)
            .put(code);
    return new CodeHash(salt.clone(), Digest.sha256(bytes.array()));
  }

  /** Reads the stored form from the named field. */
  public static Outcome<CodeHash> parse(String field, String text) {
    var parts = FORM.matcher(text);
    if (parts.matches()) {
      try {
        return Outcome.done(
            new CodeHash(
                Base64Url.decode(parts.group(1)), HexFormat.of().parseHex(parts.group(2))));
      } catch (IllegalArgumentException e) {
        return malformed(field);
      }
    }
    return malformed(field);
  }

  private static Outcome<CodeHash> malformed(String field) {
    return Outcome.refused(
        Reason.INVALID,
        field,
        "Send rc1.<16 bytes of salt as base64url>.<SHA-256 in lower-case hex>.");
  }

  /** The stored form. */
  public String text() {
    return "rc1." + Base64Url.encode(salt) + "." + HexFormat.of().formatHex(hash);
  }

  byte[] salt() {
    return salt.clone();
  }

  /** In constant time. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CodeHash that
        && MessageDigest.isEqual(salt, that.salt)
        && MessageDigest.isEqual(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(salt).getInt();
  }

  @Override
  public String toString() {
    return "code hash withheld";
  }
}
