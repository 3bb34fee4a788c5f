package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
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
   * @param releaseKey the private half of the release key
   */
  public static Optional<ShareFault> faultOf(
      Confirmation confirmation, ShareSet set, AgeIdentity releaseKey) {
    if (confirmation.share().isEmpty()) {
      return Optional.empty();
    }
    return switch (share(confirmation.share().get(), releaseKey)) {
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
   * Opens a packet.
   *
   * @param platformShare to the gate
   * @param confirmations verified beforehand, each by another trustee
   * @param gate the gate's own identity
   * @param releaseKey the private half of the release key
   */
  public static Outcome<Unsealed> unseal(
      ShareSet set,
      EscrowPacket packet,
      SealedFile platformShare,
      List<Confirmation> confirmations,
      AgeIdentity gate,
      AgeIdentity releaseKey) {
    return share(platformShare, gate)
        .then(
            platform -> {
              var shares = new ArrayList<ShareSet.Contribution>();
              var faults = new ArrayList<ShareFault>();
              try (platform) {
                for (var confirmation : confirmations) {
                  confirmation
                      .share()
                      .ifPresent(
                          file -> read(confirmation.trustee(), file, releaseKey, shares, faults));
                }
                return open(set.gather(platform, shares), packet, faults);
              } finally {
                shares.forEach(s -> s.share().close());
              }
            });
  }

  private static Outcome<Unsealed> open(
      Gathering gathering, EscrowPacket packet, List<ShareFault> unreadable) {
    return switch (gathering) {
      case Gathering.Lacking(var faults) -> {
        unreadable.addAll(faults);
        yield Reading.no(
            "shares", String.join(" ", unreadable.stream().map(Unsealing::sentence).toList()));
      }
      case Gathering.Whole(var path, var faults) -> {
        try (path) {
          unreadable.addAll(faults);
          yield packet.open(path).then(packets -> Outcome.done(new Unsealed(packets, unreadable)));
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
    return switch (AgeFile.decrypt(file.bytes(), List.of(identity), EscrowShare.MOST_BYTES)) {
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

  private static String sentence(ShareFault fault) {
    return fault.kind()
        + fault.holder().map(h -> " (trustee " + h + ")").orElse("")
        + ": "
        + fault.detail();
  }
}
