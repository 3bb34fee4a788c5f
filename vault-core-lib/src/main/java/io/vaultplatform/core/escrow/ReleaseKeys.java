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
 * @param recipient the key of stage 1, path 1: the only ones in this version
 */
public record ReleaseKeys(Epoch epoch, String policyHash, Instant madeAt, AgeRecipient recipient) {

  /** The {@code format} of the signed body. */
  public static final String FORMAT = "vault/release-keys/v1";

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
        Reading.list(fields, "keys", 1, 1, ReleaseKeys::readKey).getFirst());
  }

  private static AgeRecipient readKey(Fields key) {
    Reading.count(key, "stage", 1, 1);
    Reading.count(key, "path", 1, 1);
    return Reading.recipient(key, "recipient");
  }

  Map<String, Object> toTree() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    epoch.write(body);
    body.put("policyHash", policyHash);
    body.put("madeAt", madeAt.toString());
    body.put("keys", List.of(Map.of("stage", 1, "path", 1, "recipient", recipient.text())));
    return body;
  }
}
