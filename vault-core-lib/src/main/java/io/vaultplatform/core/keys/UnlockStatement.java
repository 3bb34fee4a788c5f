package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.Map;
import java.util.Optional;

/**
 * {@code unlock-change/v1}: the owner's signature under a change of how their keys are unlocked.
 *
 * <p>A session alone must not be enough: whoever stole one could lock the owner out. The signing
 * key is in the bundle, so who signs had it open.
 *
 * @param replaces the version of the bundle that is replaced
 * @param signIn {@link #signIn} where the key that signs in changes too
 */
public record UnlockStatement(
    AccountId account,
    long replaces,
    Bytes bundle,
    Bytes slots,
    Bytes verifiers,
    Optional<String> signIn) {
  public static final String FORMAT = "vault/unlock-change/v1";

  /** A hash that binds the new way to sign in. */
  public static String signIn(String kdf, String salt, SecretBytes authKey) {
    return authKey.expose(
        key ->
            Digest.sha256Hex(
                CanonicalJson.bytes(
                    Map.of("authKey", Base64Url.encode(key), "kdf", kdf, "salt", salt))));
  }

  private Map<String, Object> body() {
    return Map.of(
        "format", FORMAT,
        "account", account.toString(),
        "replaces", replaces,
        "bundleSha256", Digest.sha256Hex(bundle.toArray()),
        "slotsSha256", Digest.sha256Hex(slots.toArray()),
        "verifiersSha256", Digest.sha256Hex(verifiers.toArray()),
        "signInSha256", signIn.orElse("unchanged"));
  }

  public Signed sign(SigningKey owner) {
    return Signed.sign(body(), owner);
  }

  /** Whether this is what the owner signed. */
  public Outcome<Signed> check(Signed signed, VerificationKey owner) {
    return OwnersStatement.check(signed, owner, body());
  }
}
