package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one-time keys to which trustees re-encrypt their shares, made by the gate when others are
 * asked and signed with the key that the owner's policy names.
 *
 * <p>A check-in destroys their private halves: shares confirmed before it are then lost to
 * everybody.
 *
 * @param epoch the arming
 * @param policyHash the policy
 * @param madeAt when the gate made them
 * @param keys one for each stage by each path with the platform
 */
public record ReleaseKeys(Epoch epoch, String policyHash, Instant madeAt, List<Key> keys) {

  /** The {@code format} of the signed body. */
  public static final String FORMAT = "vault/release-keys/v1";

  private static final int MOST = Portion.MOST * ReleasePath.MOST;

  /** The key to which the shares of one stage by one path are re-encrypted. */
  public record Key(int stage, int path, AgeRecipient recipient) {
    private static Key read(Fields key) {
      return new Key(
          Reading.count(key, "stage", 1, Portion.MOST),
          Reading.count(key, "path", 1, ReleasePath.MOST),
          Reading.recipient(key, "recipient"));
    }

    private Map<String, Object> toTree() {
      return Map.of("stage", stage, "path", path, "recipient", recipient.text());
    }
  }

  public ReleaseKeys {
    keys = List.copyOf(keys);
    if (keys.stream().map(k -> List.of(k.stage(), k.path())).distinct().count() != keys.size()
        || keys.stream().map(Key::recipient).distinct().count() != keys.size()) {
      throw new IllegalArgumentException("each stage and path has a release key of its own");
    }
  }

  /** The key for this portion and path. */
  Optional<AgeRecipient> key(Place place) {
    return keys.stream()
        .filter(k -> place.isOf(k.stage(), k.path()))
        .map(Key::recipient)
        .findFirst();
  }

  /** Signs them as the gate. */
  public Signed sign(SigningKey gate) {
    return Signed.sign(toTree(), gate);
  }

  /** The keys, if {@code gate} signed them; otherwise the field that is wrong. */
  public static Outcome<ReleaseKeys> verify(Signed signed, VerificationKey gate) {
    return Reading.signed(signed, gate, FORMAT, "releaseKeys", ReleaseKeys::read);
  }

  private static ReleaseKeys read(Fields fields) {
    return new ReleaseKeys(
        Epoch.read(fields),
        fields.hash("policyHash"),
        fields.instant("madeAt"),
        Reading.list(fields, "keys", 1, MOST, Key::read));
  }

  Map<String, Object> toTree() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    epoch.write(body);
    body.put("policyHash", policyHash);
    body.put("madeAt", madeAt.toString());
    body.put("keys", keys.stream().map(Key::toTree).toList());
    return body;
  }
}
