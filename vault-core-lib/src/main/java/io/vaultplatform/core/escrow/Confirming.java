package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
   * @param shareSets signed by the owner, of every place in which the trustee holds a share
   * @param releaseKeys signed by the gate
   * @param shares the trustee's own share files
   */
  public record Case(
      Signed policy, List<Signed> shareSets, Signed releaseKeys, List<PlacedFile> shares) {
    public Case {
      shareSets = List.copyOf(shareSets);
      shares = List.copyOf(shares);
    }
  }

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
                    .shares(identity)
                    .then(shares -> Outcome.done(checked.statement(signing, now, shares))));
  }

  /** A no; takes the same checks, so that nobody says no to what the owner never signed. */
  public static Outcome<Signed> refuse(
      Case shown, VerificationKey owner, AgeIdentity identity, SigningKey signing, Instant now) {
    return Checked.of(shown, owner, identity, signing)
        .then(checked -> Outcome.done(checked.statement(signing, now, List.of())));
  }

  private record Checked(Holding mine, ReleaseKeys keys, String keysHash) {

    static Outcome<Checked> of(
        Case shown, VerificationKey owner, AgeIdentity identity, SigningKey signing) {
      return Holding.of(shown.policy(), shown.shareSets(), shown.shares(), owner, identity, signing)
          .then(
              mine ->
                  ReleaseKeys.verify(shown.releaseKeys(), mine.policy().gate().signing())
                      .then(keys -> of(mine, keys, shown.releaseKeys().bodyHash())));
    }

    private static Outcome<Checked> of(Holding mine, ReleaseKeys keys, String keysHash) {
      var policy = mine.policy();
      if (!keys.epoch().equals(policy.epoch()) || !keys.policyHash().equals(policy.hash())) {
        return Reading.no(
            "releaseKeys", "The release keys were not made for this policy and epoch.");
      }
      if (keys.keys().stream().anyMatch(key -> key.recipient().suite() != policy.suite())) {
        return Reading.no("releaseKeys", "The release keys are of another suite than the policy.");
      }
      return Outcome.done(new Checked(mine, keys, keysHash));
    }

    // All of them, or none: a yes that opens one stage and not the next would be no yes.
    Outcome<List<PlacedFile>> shares(AgeIdentity identity) {
      var files = new ArrayList<PlacedFile>();
      for (var place : mine.places()) {
        switch (share(place, identity)) {
          case Outcome.Done<PlacedFile>(var file) -> files.add(file);
          case Outcome.Refused<PlacedFile>(var refusal) -> {
            return Outcome.refused(refusal);
          }
        }
      }
      return Outcome.done(files);
    }

    private Outcome<PlacedFile> share(Place place, AgeIdentity identity) {
      var key = keys.key(place);
      if (key.isEmpty()) {
        return Reading.no("share", "The release key of " + place + " is missing.");
      }
      return mine.open(place, identity)
          .then(
              share -> {
                try (share) {
                  return Outcome.done(new PlacedFile(place, share.sealed(key.get())));
                }
              });
    }

    Signed statement(SigningKey signing, Instant now, List<PlacedFile> shares) {
      return new Confirmation(
              mine.policy().epoch(),
              mine.policy().hash(),
              keysHash,
              mine.me().id(),
              now,
              shares.isEmpty() ? Confirmation.Decision.REFUSE : Confirmation.Decision.CONFIRM,
              shares)
          .sign(signing);
    }
  }
}
