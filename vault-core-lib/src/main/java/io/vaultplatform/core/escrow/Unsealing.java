package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the gate does with its two private keys once it decided to open: puts the shares together
 * and takes the recipients' packets out of the outer one. What comes out is still closed to
 * everybody but the recipients.
 */
public final class Unsealing {
  private Unsealing() {}

  /**
   * What came out.
   *
   * @param packets one per recipient, each an age file that only this recipient opens
   * @param faults shares that did not count, named with their holder
   */
  public record Unsealed(List<EscrowPacket.Inner> packets, List<ShareFault> faults) {
    public Unsealed {
      packets = List.copyOf(packets);
      faults = List.copyOf(faults);
    }
  }

  /**
   * What is wrong with the share in a confirmation, if anything is.
   *
   * @param set of one place
   * @param releaseKey the private half of the release key of its stage and path
   */
  public static Optional<ShareFault> faultOf(
      Confirmation confirmation, ShareSet set, AgeIdentity releaseKey) {
    if (confirmation.decision() == Confirmation.Decision.REFUSE
        || set.groupOf(confirmation.trustee()).isEmpty()) {
      return Optional.empty();
    }
    var file = confirmation.share(set.place());
    if (file.isEmpty()) {
      return Optional.of(
          ShareFault.of(
              ShareFault.Kind.TOO_FEW,
              confirmation.trustee(),
              "The share for " + set.place() + " is not there."));
    }
    return switch (share(file.get(), releaseKey)) {
      case Outcome.Done<EscrowShare>(var share) -> {
        try (share) {
          yield set.faultOf(confirmation.trustee(), share);
        }
      }
      case Outcome.Refused<EscrowShare>(var refusal) ->
          Optional.of(unreadable(confirmation.trustee(), refusal.detail()));
    };
  }

  /**
   * What the gate has for one place.
   *
   * @param platformShare to the gate
   * @param releaseKey the private half of the release key of its stage and path
   */
  public record Ready(
      ShareSet set, EscrowPacket packet, SealedFile platformShare, AgeIdentity releaseKey)
      implements AutoCloseable {
    @Override
    public void close() {
      releaseKey.close();
    }
  }

  /**
   * Opens one portion, by the first of its paths for which the shares are enough.
   *
   * @param ways one for each path with the platform, in the policy's order
   * @param confirmations verified beforehand, each by another trustee
   * @param gate the gate's own identity
   */
  public static Outcome<Unsealed> unseal(
      List<Ready> ways, Suite suite, List<Confirmation> confirmations, AgeIdentity gate) {
    var last = Reading.<Unsealed>no("shares", "There is no path with the platform.");
    var faults = new ArrayList<ShareFault>();
    for (var way : ways) {
      switch (unseal(way, suite, confirmations, gate, faults)) {
        case Outcome.Done<Unsealed>(var unsealed) -> {
          return Outcome.done(new Unsealed(unsealed.packets(), faults));
        }
        case Outcome.Refused<Unsealed> refused -> last = refused;
      }
    }
    return last;
  }

  private static Outcome<Unsealed> unseal(
      Ready way,
      Suite suite,
      List<Confirmation> confirmations,
      AgeIdentity gate,
      List<ShareFault> faults) {
    return share(way.platformShare(), gate)
        .then(
            platform -> {
              var shares = new ArrayList<ShareSet.Contribution>();
              var unreadable = new ArrayList<ShareFault>();
              try (platform) {
                for (var confirmation : confirmations) {
                  confirmation
                      .share(way.set().place())
                      .ifPresent(
                          file ->
                              read(
                                  confirmation.trustee(),
                                  file,
                                  way.releaseKey(),
                                  shares,
                                  unreadable));
                }
                faults.addAll(unreadable);
                return open(
                    Gathering.of(way.set(), suite, Optional.of(platform), shares),
                    way.packet(),
                    faults);
              } finally {
                shares.forEach(s -> s.share().close());
              }
            });
  }

  private static Outcome<Unsealed> open(
      Gathering gathering, EscrowPacket packet, List<ShareFault> faults) {
    return switch (gathering) {
      case Gathering.Lacking(var lacking) -> {
        faults.addAll(lacking);
        yield Reading.no(
            "shares", String.join(" ", faults.stream().map(ShareFault::sentence).toList()));
      }
      case Gathering.Whole(var path, var found) -> {
        try (path) {
          faults.addAll(found);
          yield packet.open(path).then(packets -> Outcome.done(new Unsealed(packets, faults)));
        }
      }
    };
  }

  private static void read(
      UUID holder,
      SealedFile file,
      AgeIdentity releaseKey,
      List<ShareSet.Contribution> shares,
      List<ShareFault> faults) {
    switch (share(file, releaseKey)) {
      case Outcome.Done<EscrowShare>(var share) ->
          shares.add(new ShareSet.Contribution(holder, share));
      case Outcome.Refused<EscrowShare>(var refusal) ->
          faults.add(unreadable(holder, refusal.detail()));
    }
  }

  private static Outcome<EscrowShare> share(SealedFile file, AgeIdentity identity) {
    return share(file, List.of(identity));
  }

  static Outcome<EscrowShare> share(SealedFile file, List<AgeIdentity> identities) {
    return switch (AgeFile.decrypt(file.bytes(), identities, EscrowShare.MOST_BYTES)) {
      case Opening.Unopened<SecretBytes>(var fault) ->
          Reading.no("share", "A share does not open: " + fault.detail() + ".");
      case Opening.Opened<SecretBytes>(var plain) -> {
        try (plain) {
          yield plain.expose(EscrowShare::of);
        }
      }
    };
  }

  private static ShareFault unreadable(UUID holder, String detail) {
    return ShareFault.of(ShareFault.Kind.UNREADABLE, holder, detail);
  }
}
