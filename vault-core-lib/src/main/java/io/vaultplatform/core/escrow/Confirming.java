package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.SecretBytes;
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
                    .shares(shown, identity)
                    .then(shares -> Outcome.done(checked.statement(signing, now, shares))));
  }

  /** A no; takes the same checks, so that nobody says no to what the owner never signed. */
  public static Outcome<Signed> refuse(
      Case shown, VerificationKey owner, AgeIdentity identity, SigningKey signing, Instant now) {
    return Checked.of(shown, owner, identity, signing)
        .then(checked -> Outcome.done(checked.statement(signing, now, List.of())));
  }

  private record Checked(
      ReleasePolicy policy,
      List<ShareSet> sets,
      ReleaseKeys keys,
      String keysHash,
      ReleasePolicy.Trustee me) {

    static Outcome<Checked> of(
        Case shown, VerificationKey owner, AgeIdentity identity, SigningKey signing) {
      return ReleasePolicy.verify(shown.policy(), owner)
          .then(
              policy ->
                  sets(shown, owner)
                      .then(
                          sets ->
                              ReleaseKeys.verify(shown.releaseKeys(), policy.gate().signing())
                                  .then(
                                      keys ->
                                          of(
                                              policy,
                                              sets,
                                              keys,
                                              shown.releaseKeys().bodyHash(),
                                              identity,
                                              signing))));
    }

    private static Outcome<List<ShareSet>> sets(Case shown, VerificationKey owner) {
      var sets = new ArrayList<ShareSet>();
      for (var signed : shown.shareSets()) {
        switch (ShareSet.verify(signed, owner)) {
          case Outcome.Done<ShareSet>(var set) -> sets.add(set);
          case Outcome.Refused<ShareSet>(var refusal) -> {
            return Outcome.refused(refusal);
          }
        }
      }
      return Outcome.done(sets);
    }

    private static Outcome<Checked> of(
        ReleasePolicy policy,
        List<ShareSet> sets,
        ReleaseKeys keys,
        String keysHash,
        AgeIdentity identity,
        SigningKey signing) {
      if (!sets.stream().allMatch(set -> set.belongsTo(policy))) {
        return Reading.no("shareSets", "A share set was not made for this policy.");
      }
      if (!keys.epoch().equals(policy.epoch()) || !keys.policyHash().equals(policy.hash())) {
        return Reading.no(
            "releaseKeys", "The release keys were not made for this policy and epoch.");
      }
      if (keys.keys().stream().anyMatch(key -> key.recipient().suite() != policy.suite())) {
        return Reading.no("releaseKeys", "The release keys are of another suite than the policy.");
      }
      return policy.trustees().stream()
          .filter(t -> t.signing().equals(signing.verificationKey()))
          .filter(t -> t.fingerprint().equals(identity.recipient().fingerprint()))
          .findFirst()
          .map(me -> Outcome.done(new Checked(policy, sets, keys, keysHash, me)))
          .orElseGet(
              () ->
                  Reading.no(
                      "policy.trustees", "The policy does not name these keys as a trustee's."));
    }

    // All of them, or none: a yes that opens one stage and not the next would be no yes.
    Outcome<List<PlacedFile>> shares(Case shown, AgeIdentity identity) {
      var files = new ArrayList<PlacedFile>();
      for (var place : policy.platformPlaces()) {
        if (policy.path(place.path()).orElseThrow().holders().contains(me.id())) {
          switch (share(place, shown, identity)) {
            case Outcome.Done<PlacedFile>(var file) -> files.add(file);
            case Outcome.Refused<PlacedFile>(var refusal) -> {
              return Outcome.refused(refusal);
            }
          }
        }
      }
      return Outcome.done(files);
    }

    private Outcome<PlacedFile> share(Place place, Case shown, AgeIdentity identity) {
      var set = sets.stream().filter(s -> s.place().equals(place)).findFirst();
      var file = shown.shares().stream().filter(s -> s.place().equals(place)).findFirst();
      var key = keys.key(place);
      if (set.isEmpty() || file.isEmpty() || key.isEmpty()) {
        return Reading.no(
            "share", "The share set, share or release key of " + place + " is missing.");
      }
      return AgeFile.decrypt(file.get().file().bytes(), List.of(identity), EscrowShare.MOST_BYTES)
          .orRefuse("share")
          .then(plain -> reencrypted(plain, set.get(), key.get()))
          .then(made -> Outcome.done(new PlacedFile(place, made)));
    }

    private Outcome<SealedFile> reencrypted(SecretBytes plain, ShareSet set, AgeRecipient key) {
      try (plain) {
        return plain
            .expose(EscrowShare::of)
            .then(
                share -> {
                  try (share) {
                    var fault = set.faultOf(me.id(), share);
                    return fault.isPresent()
                        ? Reading.no("share", fault.get().detail())
                        : Outcome.done(share.sealed(key));
                  }
                });
      }
    }

    Signed statement(SigningKey signing, Instant now, List<PlacedFile> shares) {
      return new Confirmation(
              policy.epoch(),
              policy.hash(),
              keysHash,
              me.id(),
              now,
              shares.isEmpty() ? Confirmation.Decision.REFUSE : Confirmation.Decision.CONFIRM,
              shares)
          .sign(signing);
    }
  }
}
