package io.vaultplatform.core.escrow;

import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Shamir;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Shuts one portion by one path: fresh secrets for the platform and every group, the trustees'
 * shares of them, the share set that commits to all, and the packet that needs them together.
 */
record Sealing(
    ReleasePolicy policy, Arming.Wishes wishes, SortedMap<Portion, AgeIdentity> escrows) {
  private static final int SECRET = 32;

  /** What one place is shut with. */
  record Sealed(
      ShareSet set,
      EscrowPacket packet,
      Optional<PlacedFile> platform,
      List<Submission.TrusteeShare> trustees) {}

  Sealed place(Place place) {
    var path = policy.path(place.path()).orElseThrow();
    var id = Randomness.uuidV7(wishes.at());
    var hash = policy.hash();
    var secrets = new ArrayList<SecretBytes>();
    try {
      var platform = platform(id, place, path, secrets);
      var groups = new ArrayList<ShareSet.Group>();
      var files = new ArrayList<Submission.TrusteeShare>();
      for (int number = 1; number <= path.groups().size(); number++) {
        groups.add(group(id, place, number, path.groups().get(number - 1), secrets, files));
      }
      try (var identity = PathIdentity.of(policy.suite(), secrets, hash)) {
        return new Sealed(
            new ShareSet(
                id,
                policy.epoch(),
                place,
                hash,
                path.platform()
                    ? Optional.of(
                        Commitments.of(
                            id, EscrowShare.PLATFORM, EscrowShare.PLATFORM, secrets.getFirst()))
                    : Optional.empty(),
                groups),
            EscrowPacket.seal(
                policy.epoch(), place, hash, inner(place.portion()), identity.recipient()),
            platform,
            files);
      }
    } finally {
      secrets.forEach(SecretBytes::close);
    }
  }

  private Optional<PlacedFile> platform(
      UUID id, Place place, ReleasePath path, List<SecretBytes> secrets) {
    if (!path.platform()) {
      return Optional.empty();
    }
    var secret = Randomness.secret(SECRET);
    secrets.add(secret);
    // Of the platform's piece nobody needs several: its threshold is 1.
    var share =
        new EscrowShare(
            id,
            policy.epoch(),
            place,
            EscrowShare.PLATFORM,
            policy.hash(),
            EscrowShare.PLATFORM,
            1,
            secret);
    return Optional.of(new PlacedFile(place, share.sealed(policy.gate().recipient())));
  }

  private ShareSet.Group group(
      UUID id,
      Place place,
      int number,
      ReleasePath.Group group,
      List<SecretBytes> secrets,
      List<Submission.TrusteeShare> files) {
    var secret = Randomness.secret(SECRET);
    secrets.add(secret);
    var pieces = Shamir.split(secret, group.threshold(), group.trustees().size());
    var shares = new ArrayList<ShareSet.Share>();
    for (int index = 1; index <= pieces.size(); index++) {
      var holder = group.trustees().get(index - 1);
      try (var share =
          new EscrowShare(
              id,
              policy.epoch(),
              place,
              number,
              policy.hash(),
              index,
              group.threshold(),
              pieces.get(index - 1))) {
        shares.add(
            new ShareSet.Share(index, holder, Commitments.of(id, number, index, share.share())));
        files.add(
            new Submission.TrusteeShare(holder, new PlacedFile(place, share.sealed(key(holder)))));
      }
    }
    return new ShareSet.Group(
        group.threshold(), Commitments.of(id, number, Commitments.SECRET, secret), shares);
  }

  private AgeRecipient key(UUID trustee) {
    return wishes.trustees().stream()
        .filter(t -> t.id().equals(trustee))
        .findFirst()
        .orElseThrow()
        .key();
  }

  // The plaintext is an identity file as `age -i` reads it, so that a release opens without our
  // tools.
  private List<EscrowPacket.Inner> inner(Portion portion) {
    var receiving = policy.set(portion).orElseThrow().recipients();
    try (var text = Objects.requireNonNull(escrows.get(portion)).text()) {
      return wishes.recipients().stream()
          .filter(r -> receiving.contains(r.id()))
          .map(
              r ->
                  new EscrowPacket.Inner(
                      portion,
                      r.id(),
                      text.expose(
                          secret -> SealedFile.of(AgeFile.encrypt(secret, Set.of(r.key()))))))
          .toList();
    }
  }
}
