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
 * Showing, on the trustee's device, that a key still works: opens every share that the platform
 * holds for it, compares each with the owner's commitment, opens the challenge, and says so. What
 * was opened is wiped and goes nowhere.
 */
public final class Proving {
  private Proving() {}

  /**
   * What the server shows a trustee.
   *
   * @param policy signed by the owner
   * @param shareSets signed by the owner
   * @param shares the trustee's own share files; none where all of theirs were handed out
   * @param challenge an age file to the trustee
   */
  public record Case(
      Signed policy, List<Signed> shareSets, List<PlacedFile> shares, SealedFile challenge) {
    public Case {
      shareSets = List.copyOf(shareSets);
      shares = List.copyOf(shares);
    }
  }

  /**
   * The signed statement; or what does not hold, or does not open.
   *
   * @param owner the owner's signing key, which the trustee was given when accepting
   * @param identity of the suite that the policy names
   * @param now the time on this device
   */
  public static Outcome<Signed> prove(
      Case shown, VerificationKey owner, AgeIdentity identity, SigningKey signing, Instant now) {
    return Holding.of(shown.policy(), shown.shareSets(), shown.shares(), owner, identity, signing)
        .then(
            mine ->
                shares(mine, identity)
                    .then(
                        opened ->
                            challenge(mine, identity, shown.challenge())
                                .then(
                                    hash ->
                                        Outcome.done(
                                            statement(mine, hash, now, opened).sign(signing)))));
  }

  private static Outcome<List<TrusteeProof.Opened>> shares(Holding mine, AgeIdentity identity) {
    var opened = new ArrayList<TrusteeProof.Opened>();
    for (var place : mine.places()) {
      switch (share(mine, place, identity)) {
        case Outcome.Done<TrusteeProof.Opened>(var share) -> opened.add(share);
        case Outcome.Refused<TrusteeProof.Opened>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    return Outcome.done(opened);
  }

  private static Outcome<TrusteeProof.Opened> share(
      Holding mine, Place place, AgeIdentity identity) {
    return mine.open(place, identity)
        .then(
            share -> {
              share.close();
              return mine.file(place);
            })
        .then(file -> Outcome.done(TrusteeProof.Opened.of(file)));
  }

  private static Outcome<String> challenge(Holding mine, AgeIdentity identity, SealedFile file) {
    return Holding.opened(
            file, identity, TrusteeChallenge.MOST_BYTES, "challenge", TrusteeChallenge::of)
        .then(
            challenge ->
                challenge.asks(mine.policy(), mine.me().id())
                    ? Outcome.done(challenge.hash())
                    : Reading.no("challenge", "The challenge was made for another occasion."));
  }

  private static TrusteeProof statement(
      Holding mine, String challenge, Instant now, List<TrusteeProof.Opened> opened) {
    return new TrusteeProof(
        mine.policy().epoch(), mine.policy().hash(), mine.me().id(), challenge, now, opened);
  }
}
