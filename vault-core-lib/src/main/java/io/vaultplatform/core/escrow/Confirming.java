package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answering as a trustee, on the trustee's device: looks at everything the server shows before a
 * share leaves its envelope.
 *
 * <p>The owner must have signed the policy and the share set, the policy must name this trustee's
 * own keys, and the gate that the policy names must have signed the release keys: a server that
 * puts its own keys there gets nothing.
 */
public final class Confirming {
  private Confirming() {}

  /**
   * What the server shows a trustee.
   *
   * @param policy signed by the owner
   * @param shareSet signed by the owner
   * @param releaseKeys signed by the gate
   * @param share the trustee's own share file
   */
  public record Case(Signed policy, Signed shareSet, Signed releaseKeys, SealedFile share) {}

  /**
   * A yes.
   *
   * @param owner the owner's signing key, which the trustee was given when accepting
   * @param identity opens the share
   * @param signing signs the statement
   * @param now the time on this device
   * @return the signed statement; or what in the case does not hold
   */
  public static Outcome<Signed> confirm(
      Case shown, VerificationKey owner, AgeIdentity identity, SigningKey signing, Instant now) {
    return Checked.of(shown, owner, identity, signing)
        .then(
            checked ->
                checked
                    .share(shown, identity)
                    .then(
                        share ->
                            Outcome.done(checked.statement(signing, now, Optional.of(share)))));
  }

  /** A no; takes the same checks, so that nobody says no to what the owner never signed. */
  public static Outcome<Signed> refuse(
      Case shown, VerificationKey owner, AgeIdentity identity, SigningKey signing, Instant now) {
    return Checked.of(shown, owner, identity, signing)
        .then(checked -> Outcome.done(checked.statement(signing, now, Optional.empty())));
  }

  private record Checked(
      ReleasePolicy policy,
      ShareSet set,
      ReleaseKeys keys,
      String keysHash,
      ReleasePolicy.Trustee me) {

    static Outcome<Checked> of(
        Case shown, VerificationKey owner, AgeIdentity identity, SigningKey signing) {
      return ReleasePolicy.verify(shown.policy(), owner)
          .then(
              policy ->
                  ShareSet.verify(shown.shareSet(), owner)
                      .then(
                          set ->
                              ReleaseKeys.verify(shown.releaseKeys(), policy.gate().signing())
                                  .then(
                                      keys ->
                                          of(
                                              policy,
                                              set,
                                              keys,
                                              shown.releaseKeys().bodyHash(),
                                              identity,
                                              signing))));
    }

    private static Outcome<Checked> of(
        ReleasePolicy policy,
        ShareSet set,
        ReleaseKeys keys,
        String keysHash,
        AgeIdentity identity,
        SigningKey signing) {
      if (!set.belongsTo(policy)) {
        return Reading.no("shareSet", "The share set was not made for this policy.");
      }
      if (!keys.epoch().equals(policy.epoch()) || !keys.policyHash().equals(policy.hash())) {
        return Reading.no(
            "releaseKeys", "The release keys were not made for this policy and epoch.");
      }
      return policy.trustees().stream()
          .filter(t -> t.signing().equals(signing.verificationKey()))
          .filter(t -> t.fingerprint().equals(identity.recipient().fingerprint()))
          .findFirst()
          .map(me -> Outcome.done(new Checked(policy, set, keys, keysHash, me)))
          .orElseGet(
              () ->
                  Reading.no(
                      "policy.trustees", "The policy does not name these keys as a trustee's."));
    }

    Outcome<SealedFile> share(Case shown, AgeIdentity identity) {
      return AgeFile.decrypt(shown.share().bytes(), List.of(identity), EscrowShare.MOST_BYTES)
          .orRefuse("share")
          .then(this::reencrypted);
    }

    private Outcome<SealedFile> reencrypted(SecretBytes plain) {
      try (plain) {
        return plain
            .expose(EscrowShare::of)
            .then(
                share -> {
                  try (share) {
                    var fault = set.faultOf(me.id(), share);
                    return fault.isPresent()
                        ? Reading.no("share", fault.get().detail())
                        : Outcome.done(sealed(share));
                  }
                });
      }
    }

    private SealedFile sealed(EscrowShare share) {
      var bytes = share.bytes();
      try {
        return SealedFile.of(AgeFile.encrypt(bytes, Set.of(keys.recipient())));
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }

    Signed statement(SigningKey signing, Instant now, Optional<SealedFile> share) {
      return new Confirmation(
              policy.epoch(),
              policy.hash(),
              keysHash,
              me.id(),
              now,
              share.isPresent() ? Confirmation.Decision.CONFIRM : Confirmation.Decision.REFUSE,
              share)
          .sign(signing);
    }
  }
}
