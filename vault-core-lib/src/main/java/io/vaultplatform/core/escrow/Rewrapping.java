package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Makes new headers for documents, opened by the owner and by the escrow identity of each portion
 * that a document is for, and signs the manifests that name them. Earlier epochs drop out.
 */
record Rewrapping(ReleasePolicy policy, SortedMap<Portion, AgeIdentity> escrows) {

  /** The documents, and the list's items in the same order. */
  record Rewrapped(List<Submission.Header> headers, List<ReleaseList.Item> items) {}

  Outcome<Rewrapped> all(List<Arming.Left> documents, AgeIdentity owner, SigningKey ownerKey) {
    var headers = new ArrayList<Submission.Header>();
    var items = new ArrayList<ReleaseList.Item>();
    for (var left : documents) {
      var made =
          one(left, owner, ownerKey)
              .then(
                  header -> {
                    headers.add(header);
                    return item(
                        Manifest.of(header.manifest().unverifiedBody()),
                        header.manifest(),
                        left.portions());
                  });
      switch (made) {
        case Outcome.Done<ReleaseList.Item>(var item) -> items.add(item);
        case Outcome.Refused<ReleaseList.Item>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    return Outcome.done(new Rewrapped(List.copyOf(headers), List.copyOf(items)));
  }

  private Outcome<Submission.Header> one(Arming.Left left, AgeIdentity owner, SigningKey ownerKey) {
    var document = left.document();
    var manifest = document.manifest();
    if (!manifest.owner().equals(policy.owner())
        || !manifest.vault().equals(policy.epoch().vault())) {
      return no(manifest, "belongs to another owner or vault");
    }
    if (left.portions().isEmpty() || !escrows.keySet().containsAll(left.portions())) {
      return no(manifest, "is for no stage and set of this release");
    }
    return switch (manifest.encryptionClass()) {
      case A -> no(manifest, "is of class A, which no release hands over");
      // Nothing to rewrap: its recipients' keys were added by the owner, and E never opens class C.
      case C -> Outcome.done(Submission.Header.unchanged(document.signed()));
      case B -> {
        var keys = new HashSet<AgeRecipient>(Set.of(owner.recipient()));
        of(left.portions()).forEach(e -> keys.add(e.recipient()));
        yield document
            .header()
            .rewrap(owner, keys)
            .then(h -> document.metadataHeader().rewrap(owner, keys).then(m -> opened(h, m)))
            .orRefuse("documents")
            .then(wraps -> signed(manifest, wraps, of(left.portions()), ownerKey));
      }
    };
  }

  private List<AgeIdentity> of(Set<Portion> portions) {
    return new TreeSet<>(portions)
        .stream().map(portion -> Objects.requireNonNull(escrows.get(portion))).toList();
  }

  private static Opening<Submission.Wraps> opened(AgeHeader header, AgeHeader metadataHeader) {
    return new Opening.Opened<>(new Submission.Wraps(header, metadataHeader));
  }

  private Outcome<Submission.Header> signed(
      Manifest old, Submission.Wraps wraps, List<AgeIdentity> keys, SigningKey ownerKey) {
    for (var escrow : keys) {
      if (!wraps.header().opens(escrow) || !wraps.metadataHeader().opens(escrow)) {
        throw new IllegalStateException("a header made for E does not open with E");
      }
    }
    var epoch = policy.epoch();
    var names =
        new Manifest.EscrowNames(
            epoch.trigger(),
            epoch.number(),
            keys.stream().map(e -> e.recipient().fingerprint()).toList());
    var hashes =
        new Manifest.HeaderHashes(
            Digest.sha256Hex(wraps.header().bytes()),
            Digest.sha256Hex(wraps.metadataHeader().bytes()));
    var manifest =
        new Manifest(
            old.owner(),
            old.vault(),
            old.document(),
            old.version(),
            old.encryptionClass(),
            Optional.of(names),
            old.payloadSha256(),
            old.payloadSize(),
            old.plainSize(),
            old.metadataPayloadSha256(),
            Optional.of(hashes));
    return Outcome.done(new Submission.Header(manifest.sign(ownerKey), Optional.of(wraps)));
  }

  /** How a release list names a document. */
  static Outcome<ReleaseList.Item> item(Manifest body, Signed manifest, Set<Portion> portions) {
    return body.encryptionClass() == EncryptionClass.A
        ? Reading.no("documents", "Documents of class A are not released.")
        : Outcome.done(
            new ReleaseList.Item(
                body.document(),
                body.version(),
                body.encryptionClass(),
                new TreeSet<>(portions),
                manifest.bodyHash()));
  }

  private static <T> Outcome<T> no(Manifest manifest, String why) {
    return Reading.no("documents", "Document " + manifest.document() + " " + why + ".");
  }
}
