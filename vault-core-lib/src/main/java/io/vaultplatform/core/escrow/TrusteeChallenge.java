package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Randomness;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A question that only the holder of a trustee's key can answer: a random number in an age file to
 * the key that the trustee's shares are encrypted to.
 *
 * <p>The plaintext has this one form, and a client answers nothing else: it would otherwise decrypt
 * whatever a server sends it. The answer is the {@link #hash}, from which nothing can be read.
 *
 * @param epoch the arming it is about
 * @param policyHash the policy
 * @param trustee who is asked, as the policy names them
 * @param nonce 32 random bytes
 */
public record TrusteeChallenge(Epoch epoch, String policyHash, UUID trustee, Bytes nonce) {
  /** The {@code format} of the plaintext. */
  public static final String FORMAT = "vault/trustee-challenge/v1";

  /** No challenge is larger, in plaintext. */
  public static final int MOST_BYTES = 1024;

  private static final int NONCE = 32;

  public TrusteeChallenge {
    if (!Digest.isSha256Hex(policyHash)) {
      throw new IllegalArgumentException("a policy is named by its SHA-256");
    }
    if (nonce.length() != NONCE) {
      throw new IllegalArgumentException("a nonce is 32 bytes");
    }
  }

  /** One that was never asked before. */
  public static TrusteeChallenge fresh(ReleasePolicy policy, UUID trustee) {
    return new TrusteeChallenge(
        policy.epoch(), policy.hash(), trustee, Bytes.of(Randomness.bytes(NONCE)));
  }

  /** As an age file to the trustee. */
  public SealedFile sealed(AgeRecipient trusteeKey) {
    return SealedFile.of(AgeFile.encrypt(CanonicalJson.bytes(toTree()), Set.of(trusteeKey)));
  }

  /** SHA-256 (hex) of the plaintext: what a statement answers with. */
  public String hash() {
    return Digest.sha256Hex(CanonicalJson.bytes(toTree()));
  }

  /** Whether it asks this trustee about this policy. */
  boolean asks(ReleasePolicy policy, UUID someone) {
    return epoch.equals(policy.epoch())
        && policyHash.equals(policy.hash())
        && trustee.equals(someone);
  }

  /** Reads the plaintext. */
  public static Outcome<TrusteeChallenge> of(byte[] plaintext) {
    return Reading.bytes(
        plaintext,
        FORMAT,
        "challenge",
        fields ->
            new TrusteeChallenge(
                Epoch.read(fields),
                fields.hash("policyHash"),
                fields.uuid("trustee"),
                Bytes.of(Reading.binary(fields, "nonce", NONCE))));
  }

  Map<String, Object> toTree() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    epoch.write(body);
    body.put("policyHash", policyHash);
    body.put("trustee", trustee.toString());
    body.put("nonce", Base64Url.encode(nonce.toArray()));
    return body;
  }
}
