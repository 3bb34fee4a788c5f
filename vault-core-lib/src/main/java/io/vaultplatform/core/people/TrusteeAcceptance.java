package io.vaultplatform.core.people;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.Map;
import java.util.Optional;

/**
 * {@code trustee-acceptance/v1}: a trustee says "these are my keys, for this vault", signed with
 * the key it names, so that nobody can accept with somebody else's key. See
 * docs/formats/trustee-acceptance-v1.md.
 */
public record TrusteeAcceptance(
    VaultId vault, TrusteeId trustee, RecipientKeys recipient, VerificationKey signing) {
  /** The format's name, also the domain of the signature. */
  public static final String FORMAT = "vault/trustee-acceptance/v1";

  /**
   * Why an acceptance is refused, whatever part of it does not fit: one sentence, so that nothing
   * can be probed.
   */
  private static final String NOT_THIS =
      "This is not an acceptance of this invitation, signed with the key it names.";

  /**
   * Reads and checks a signed acceptance for one invitation; refusals name the field {@code
   * acceptance}.
   */
  public static Outcome<TrusteeAcceptance> read(Signed signed, VaultId vault, TrusteeId trustee) {
    try {
      // The key stands in the body: it has to be read before the signature can be checked, and is
      // trusted for nothing else.
      var signing =
          new VerificationKey(Fields.of(signed.unverifiedBody(), "acceptance").text("signing"));
      return switch (signed.verify(signing, FORMAT)) {
        case Signed.Verification.Valid(var body) ->
            of(Fields.of(body, "acceptance"), vault, trustee);
        case Signed.Verification.Broken(var why) -> refused(why);
      };
    } catch (FieldException e) {
      return Outcome.refused(e.refusal());
    } catch (IllegalArgumentException e) {
      return refused(NOT_THIS);
    }
  }

  private static Outcome<TrusteeAcceptance> of(Fields body, VaultId vault, TrusteeId trustee) {
    body.format(FORMAT);
    var read =
        new TrusteeAcceptance(
            new VaultId(body.uuid("vault")),
            new TrusteeId(body.uuid("trustee")),
            RecipientKeys.parse(body.text("recipient")),
            new VerificationKey(body.text("signing")));
    body.end();
    return read.vault().equals(vault) && read.trustee().equals(trustee)
        ? Outcome.done(read)
        : refused(NOT_THIS);
  }

  private static Outcome<TrusteeAcceptance> refused(String why) {
    return Outcome.refused(Reason.UNACCEPTABLE, "acceptance", why);
  }

  /** The body to be signed. */
  public Map<String, Object> toBody() {
    return Map.of(
        "format", FORMAT,
        "vault", vault.toString(),
        "trustee", trustee.toString(),
        "recipient", recipient.text(),
        "signing", signing.text());
  }

  /** The keys it brings. */
  public PersonKeys keys() {
    return new PersonKeys(recipient, Optional.of(signing));
  }
}
