package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.Map;

/**
 * {@code bundle-change/v1}: the owner's word for another bundle behind the same slots. Whoever puts
 * anything in a bundle's place takes its owner every key they have. Specified in {@code
 * docs/formats/bundle-change-v1.md}.
 *
 * @param replaces the version of the bundle that is replaced
 */
public record BundleStatement(AccountId account, long replaces, Bytes bundle) {
  public static final String FORMAT = "vault/bundle-change/v1";

  private Map<String, Object> body() {
    return Map.of(
        "format",
        FORMAT,
        "account",
        account.toString(),
        "replaces",
        replaces,
        "bundleSha256",
        Digest.sha256Hex(bundle.toArray()));
  }

  public Signed sign(SigningKey owner) {
    return Signed.sign(body(), owner);
  }

  /** Whether this is what the owner signed. */
  public Outcome<Signed> check(Signed signed, VerificationKey owner) {
    return OwnersStatement.check(signed, owner, body());
  }
}
