package io.vaultplatform.core.escrow;

import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Derivation;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Suite;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What a recipient without a key is handed outside this system: 80 bits, from which their own
 * device makes the key of one arming. Made by the owner's client, shown once, never sent.
 *
 * <p>Another thing than the recipient's code, which opens the door at the server and which the
 * server therefore sees: written as {@code claim-…} so that nobody types the one for the other.
 */
public final class ClaimCode {
  /** The length in bytes. */
  public static final int BYTES = 10;

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final String PREFIX = "CLAIM-";
  private static final int CHARACTERS = 16;
  private static final byte[] DOMAIN = "vault/claim/v1".getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;

  private ClaimCode(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A new one. */
  public static ClaimCode generate() {
    return new ClaimCode(Randomness.bytes(BYTES));
  }

  static ClaimCode of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a claim code is 10 bytes");
    }
    return new ClaimCode(bytes.clone());
  }

  /**
   * Reads what somebody typed: small letters, other separators, O for 0, I and L for 1 are taken;
   * empty when it is no claim code.
   */
  public static Optional<ClaimCode> parse(String typed) {
    if (typed.length() > 64) {
      return Optional.empty();
    }
    var plain =
        typed.toUpperCase(Locale.ROOT).replaceAll("[\\s.\u2013]", "-").replaceAll("-+", "-");
    if (plain.startsWith("-")) {
      plain = plain.substring(1);
    }
    if (!plain.startsWith(PREFIX)) {
      return Optional.empty();
    }
    var characters =
        plain
            .substring(PREFIX.length())
            .replace("-", "")
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    if (characters.length() != CHARACTERS) {
      return Optional.empty();
    }
    var number = java.math.BigInteger.ZERO;
    for (int i = 0; i < CHARACTERS; i++) {
      int value = ALPHABET.indexOf(characters.charAt(i));
      if (value < 0) {
        return Optional.empty();
      }
      number = number.shiftLeft(5).or(java.math.BigInteger.valueOf(value));
    }
    var bytes = new byte[BYTES];
    var big = number.toByteArray();
    int from = Math.max(0, big.length - BYTES);
    System.arraycopy(big, from, bytes, BYTES - (big.length - from), big.length - from);
    return Optional.of(new ClaimCode(bytes));
  }

  /** What is handed over: {@code CLAIM-7ZK4-M0QD-9XTB-H2WE}. */
  public String text() {
    var number = new java.math.BigInteger(1, bytes);
    var text = new StringBuilder("CLAIM");
    for (int i = 0; i < CHARACTERS; i++) {
      text.append(i % 4 == 0 ? "-" : "")
          .append(ALPHABET.charAt(number.shiftRight(5 * (CHARACTERS - 1 - i)).intValue() & 31));
    }
    return text.toString();
  }

  /**
   * The key of one arming: Argon2id over the code, with the salt SHA-256 of trigger, epoch and
   * recipient, so that the code of one arming opens no other. Takes about a second.
   */
  public AgeIdentity identity(Epoch epoch, UUID recipient, Suite suite) {
    try (var code = SecretBytes.of(text().getBytes(StandardCharsets.US_ASCII));
        var seed = Derivation.seed(code, salt(epoch, recipient))) {
      return AgeIdentity.ofSeed(suite, seed);
    }
  }

  /** SHA-256 over u32 length ‖ domain ‖ 16-byte trigger ‖ u32 epoch ‖ 16-byte recipient. */
  static byte[] salt(Epoch epoch, UUID recipient) {
    var covered = ByteBuffer.allocate(4 + DOMAIN.length + 16 + 4 + 16);
    covered.putInt(DOMAIN.length).put(DOMAIN);
    covered.putLong(epoch.trigger().getMostSignificantBits());
    covered.putLong(epoch.trigger().getLeastSignificantBits());
    covered.putInt(epoch.number());
    covered.putLong(recipient.getMostSignificantBits());
    covered.putLong(recipient.getLeastSignificantBits());
    return Digest.sha256(covered.array());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClaimCode that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "claim code withheld";
  }
}
