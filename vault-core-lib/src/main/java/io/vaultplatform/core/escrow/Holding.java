package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a trustee holds of one arming, checked on their device: the owner signed the policy and the
 * share sets, and the policy names this trustee's own keys.
 *
 * @param files the trustee's own share files, as the server shows them; nothing is known of them
 *     before {@link #open}
 */
record Holding(
    ReleasePolicy policy, List<ShareSet> sets, List<PlacedFile> files, ReleasePolicy.Trustee me) {

  Holding {
    sets = List.copyOf(sets);
    files = List.copyOf(files);
  }

  static Outcome<Holding> of(
      Signed policy,
      List<Signed> shareSets,
      List<PlacedFile> files,
      VerificationKey owner,
      AgeIdentity identity,
      SigningKey signing) {
    return ReleasePolicy.verify(policy, owner)
        .then(
            read -> sets(shareSets, owner).then(sets -> of(read, sets, files, identity, signing)));
  }

  private static Outcome<List<ShareSet>> sets(List<Signed> shareSets, VerificationKey owner) {
    var sets = new ArrayList<ShareSet>();
    for (var signed : shareSets) {
      switch (ShareSet.verify(signed, owner)) {
        case Outcome.Done<ShareSet>(var set) -> sets.add(set);
        case Outcome.Refused<ShareSet>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    return Outcome.done(sets);
  }

  private static Outcome<Holding> of(
      ReleasePolicy policy,
      List<ShareSet> sets,
      List<PlacedFile> files,
      AgeIdentity identity,
      SigningKey signing) {
    if (!sets.stream().allMatch(set -> set.belongsTo(policy))) {
      return Reading.no("shareSets", "A share set was not made for this policy.");
    }
    return policy.trustees().stream()
        .filter(t -> t.signing().equals(signing.verificationKey()))
        .filter(t -> t.fingerprint().equals(identity.recipient().fingerprint()))
        .findFirst()
        .map(me -> Outcome.done(new Holding(policy, sets, files, me)))
        .orElseGet(
            () ->
                Reading.no(
                    "policy.trustees", "The policy does not name these keys as a trustee's."));
  }

  /** Every place in which this trustee holds a share that lies with the platform, in order. */
  List<Place> places() {
    return policy.sharePlaces(me.id());
  }

  /** The share file of a place, as it came. */
  Outcome<PlacedFile> file(Place place) {
    return files.stream()
        .filter(file -> file.place().equals(place))
        .findFirst()
        .map(Outcome::done)
        .orElseGet(() -> Reading.no("share", "The share of " + place + " is missing."));
  }

  /** The share of a place: decrypted, and the one that the owner committed to. */
  Outcome<EscrowShare> open(Place place, AgeIdentity identity) {
    var set = sets.stream().filter(s -> s.place().equals(place)).findFirst();
    if (set.isEmpty()) {
      return Reading.no("share", "The share set of " + place + " is missing.");
    }
    return file(place)
        .then(
            file -> opened(file.file(), identity, EscrowShare.MOST_BYTES, "share", EscrowShare::of))
        .then(share -> whole(share, set.get()));
  }

  private Outcome<EscrowShare> whole(EscrowShare share, ShareSet set) {
    var fault = set.faultOf(me.id(), share);
    if (fault.isPresent()) {
      share.close();
      return Reading.no("share", fault.get().detail());
    }
    return Outcome.done(share);
  }

  /** What is in an age file to this trustee; the plaintext is wiped when it was read. */
  static <T> Outcome<T> opened(
      SealedFile file,
      AgeIdentity identity,
      int most,
      String name,
      Function<byte[], Outcome<T>> reader) {
    return AgeFile.decrypt(file.bytes(), List.of(identity), most)
        .orRefuse(name)
        .then(plain -> read(plain, reader));
  }

  private static <T> Outcome<T> read(SecretBytes plain, Function<byte[], Outcome<T>> reader) {
    try (plain) {
      return plain.expose(reader);
    }
  }
}
