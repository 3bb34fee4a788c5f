package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.Map;

/**
 * {@code recovery-drill/v1}: "I opened this bundle without my passphrase".
 *
 * <p>It is sent in a session that was opened with a slot's own key, and is signed with a key that
 * is nowhere but in the bundle: so the whole way of a recovery was gone, but for its last step, a
 * new passphrase. Which slot it was is not said.
 *
 * @param bundleSha256 of the bundle that was opened, as the server keeps it now
 */
public record RecoveryDrill(AccountId account, String bundleSha256) {
  public static final String FORMAT = "vault/recovery-drill/v1";

  public static RecoveryDrill of(AccountId account, byte[] bundle) {
    return new RecoveryDrill(account, Digest.sha256Hex(bundle));
  }

  private Map<String, Object> body() {
    return Map.of("format", FORMAT, "account", account.toString(), "bundleSha256", bundleSha256);
  }

  public Signed sign(SigningKey owner) {
    return Signed.sign(body(), owner);
  }

  /** Whether this is what the owner signed. */
  public Outcome<Signed> check(Signed signed, VerificationKey owner) {
    return switch (signed.verify(owner, FORMAT)) {
      case Signed.Verification.Broken(var why) -> refused("Refused because " + why + ".");
      case Signed.Verification.Valid(var found) ->
          found.equals(CanonicalJson.parse(CanonicalJson.bytes(body())))
              ? Outcome.done(signed)
              : refused("The drill was made with another bundle than the one that is kept.");
    };
  }

  private static Outcome<Signed> refused(String why) {
    return Outcome.refused(Refusal.Reason.UNACCEPTABLE, "statement", why);
  }
}
