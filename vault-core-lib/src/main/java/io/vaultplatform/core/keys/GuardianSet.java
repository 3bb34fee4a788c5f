package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Shamir;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * {@code guardian-set/v1}: which shares of the guardians' secret there are, who holds them, and a
 * commitment to each; signed by the owner and carried in every share.
 *
 * <p>Shamir's scheme gives a wrong secret without a word. Here every share is compared before it is
 * used, and the secret afterwards, so that a bad share is named with its holder.
 *
 * @param secret commitment to the secret itself
 * @param holders by index, from 1
 */
public record GuardianSet(
    UUID set, AccountId account, int threshold, String secret, List<Holder> holders) {
  public static final String FORMAT = "vault/guardian-set/v1";
  static final int SECRET_INDEX = 255;
  private static final byte[] DOMAIN =
      "vault/guardian-commitment/v1".getBytes(StandardCharsets.US_ASCII);

  /** Somebody who holds a share, as the owner calls them. */
  public record Holder(String name, String commitment) {
    public Holder {
      if (name.isBlank() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
        throw new FieldException("holders.name", "is not one line of at most 100 characters");
      }
      if (!Digest.isSha256Hex(commitment)) {
        throw new FieldException("holders.commitment", "is not a SHA-256 in lower-case hex");
      }
    }
  }

  public GuardianSet {
    Objects.requireNonNull(set, "set");
    Objects.requireNonNull(account, "account");
    holders = List.copyOf(holders);
    if (threshold < 2 || holders.size() < threshold || holders.size() > Shamir.MOST_SHARES) {
      throw new FieldException(
          "threshold", "is not from 2 to the number of guardians, who are 16 at most");
    }
    if (holders.stream().map(Holder::name).distinct().count() != holders.size()) {
      throw new FieldException("holders", "name somebody twice");
    }
    if (!Digest.isSha256Hex(secret)) {
      throw new FieldException("secret", "is not a SHA-256 in lower-case hex");
    }
  }

  /** What commits to a share, or to the secret. No nonce: each piece is 32 random bytes. */
  static String commitment(UUID set, int index, SecretBytes piece) {
    return piece.expose(
        bytes ->
            Digest.sha256Hex(
                ByteBuffer.allocate(28 + DOMAIN.length + bytes.length)
                    .putInt(DOMAIN.length)
                    .put(DOMAIN)
                    .putLong(set.getMostSignificantBits())
                    .putLong(set.getLeastSignificantBits())
                    .putInt(index)
                    .putInt(bytes.length)
                    .put(bytes)
                    .array()));
  }

  Signed sign(SigningKey owner) {
    return Signed.sign(
        Map.of(
            "format",
            FORMAT,
            "set",
            set.toString(),
            "account",
            account.toString(),
            "threshold",
            threshold,
            "secret",
            secret,
            "holders",
            holders.stream()
                .map(h -> Map.of("name", h.name(), "commitment", h.commitment()))
                .toList()),
        owner);
  }

  static GuardianSet of(Map<String, ?> body) {
    var fields = Fields.of(body, "set");
    fields.format(FORMAT);
    var read =
        new GuardianSet(
            fields.uuid("set"),
            new AccountId(fields.uuid("account")),
            (int) fields.number("threshold", 2, Shamir.MOST_SHARES),
            fields.hash("secret"),
            fields.objects("holders").stream().map(GuardianSet::holder).toList());
    fields.end();
    return read;
  }

  private static Holder holder(Fields fields) {
    var holder = new Holder(fields.text("name"), fields.hash("commitment"));
    fields.end();
    return holder;
  }
}
