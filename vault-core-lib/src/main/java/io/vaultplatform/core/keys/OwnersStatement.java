package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.Map;

/**
 * The owner's signature under one request: it counts for exactly this one. A session alone must not
 * be enough where keys could be lost, for sessions are stolen.
 */
final class OwnersStatement {
  private OwnersStatement() {}

  /**
   * Whether {@code signed} is the owner's word for {@code body}.
   *
   * @param body what was asked for, with the statement's {@code format}
   */
  static Outcome<Signed> check(Signed signed, VerificationKey owner, Map<String, Object> body) {
    return switch (signed.verify(owner, String.valueOf(body.get("format")))) {
      case Signed.Verification.Broken(var why) -> refused("Refused because " + why + ".");
      case Signed.Verification.Valid(var found) ->
          found.equals(CanonicalJson.parse(CanonicalJson.bytes(body)))
              ? Outcome.done(signed)
              : refused("The owner signed another change than this one.");
    };
  }

  private static Outcome<Signed> refused(String why) {
    return Outcome.refused(Refusal.Reason.UNACCEPTABLE, "statement", why);
  }
}
