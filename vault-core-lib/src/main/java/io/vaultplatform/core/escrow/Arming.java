package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Shamir;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Arming, on the owner's device: makes everything a release will need, and nothing that any one
 * party could open alone.
 *
 * <p>A fresh escrow identity E; each class B document in scope opened by owner and E; E encrypted
 * to each recipient; those packets encrypted to a path identity that needs the platform's secret
 * and the trustees'; policy, share set and release list signed. The server cannot do any of this:
 * it never has E, nor both secrets.
 */
public final class Arming {
  private static final int STAGE = 1;
  private static final int SECRET = 32;

  private Arming() {}

  /** Somebody who will receive: their id within the vault and their age recipient. */
  public record Recipient(UUID id, AgeRecipient key) {}

  /** Somebody who will hold a share: their id within the vault and their two keys. */
  public record Trustee(UUID id, AgeRecipient key, VerificationKey signing) {}

  /**
   * What the owner decided.
   *
   * @param shares trustees' shares needed
   * @param confirmations trustees' confirmations needed; at least {@code shares}
   */
  public record Wishes(
      String product,
      ReleasePolicy.Uncertainty uncertainty,
      AccountId owner,
      Epoch epoch,
      Instant at,
      Windows windows,
      int confirmations,
      int shares,
      List<Trustee> trustees,
      List<Recipient> recipients,
      GateKeys gate,
      String logOrigin) {
    public Wishes {
      trustees = List.copyOf(trustees);
      recipients = List.copyOf(recipients);
    }
  }

  /**
   * What arming made.
   *
   * @param submission goes to the server, all at once
   * @param escrow E; goes into the owner's own bundle and nowhere else; the caller closes it
   */
  public record Armed(Submission submission, AgeIdentity escrow) implements AutoCloseable {
    @Override
    public void close() {
      escrow.close();
    }
  }

  /**
   * Makes a new epoch.
   *
   * @param documents the class B and C documents to release
   * @param owner opens the documents' headers
   * @param ownerKey signs
   * @return everything; or the first document or wish that does not allow it
   */
  public static Outcome<Armed> arm(
      Wishes wishes, List<Entrusted> documents, AgeIdentity owner, SigningKey ownerKey) {
    var escrow = AgeIdentity.generate(Suite.CLASSIC);
    var made =
        rewrapped(wishes, documents, owner, ownerKey, escrow)
            .then(
                headers ->
                    policy(wishes, escrow).then(p -> sealed(p, wishes, headers, ownerKey, escrow)));
    if (made instanceof Outcome.Refused<Armed>) {
      escrow.close();
    }
    return made;
  }

  /**
   * The next release list of a running epoch, with one more document, or a newer version of one.
   *
   * @param manifest of the document; in class B already signed for this epoch and encrypted to its
   *     E
   */
  public static Outcome<Signed> add(
      ReleaseList current, Signed manifest, SigningKey ownerKey, Instant at) {
    return body(manifest, ownerKey.verificationKey())
        .then(
            body -> {
              if (!body.vault().equals(current.epoch().vault())) {
                return Reading.no("manifest.vault", "The document lies in another vault.");
              }
              if (body.encryptionClass() == EncryptionClass.B && !names(body, current.epoch())) {
                return Reading.no(
                    "manifest.epoch", "The document was not made for " + current.epoch() + ".");
              }
              var items = new ArrayList<>(current.items());
              items.removeIf(i -> i.document().equals(body.document()));
              return item(body, manifest)
                  .then(
                      item -> {
                        items.add(item);
                        var next =
                            new ReleaseList(
                                current.epoch(),
                                current.policyHash(),
                                current.version() + 1,
                                at,
                                items);
                        return Outcome.done(next.sign(ownerKey));
                      });
            });
  }

  private static Outcome<ReleasePolicy> policy(Wishes wishes, AgeIdentity escrow) {
    try {
      return Outcome.done(
          new ReleasePolicy(
              wishes.product(),
              wishes.uncertainty(),
              wishes.owner(),
              wishes.epoch(),
              wishes.at(),
              wishes.windows(),
              wishes.confirmations(),
              List.of(
                  new ReleasePolicy.Stage(
                      STAGE,
                      escrow.recipient().fingerprint(),
                      wishes.recipients().stream().map(Recipient::id).toList())),
              new ReleasePolicy.Path(
                  wishes.shares(), wishes.trustees().stream().map(Trustee::id).toList()),
              wishes.recipients().stream()
                  .map(r -> new ReleasePolicy.Recipient(r.id(), r.key().fingerprint()))
                  .toList(),
              wishes.trustees().stream()
                  .map(t -> new ReleasePolicy.Trustee(t.id(), t.key().fingerprint(), t.signing()))
                  .toList(),
              wishes.gate(),
              wishes.logOrigin()));
    } catch (IllegalArgumentException e) {
      return Reading.no("policy", String.valueOf(e.getMessage()));
    }
  }

  private static Outcome<Armed> sealed(
      ReleasePolicy policy,
      Wishes wishes,
      List<Submission.Header> headers,
      SigningKey ownerKey,
      AgeIdentity escrow) {
    var set = Randomness.uuidV7(wishes.at());
    var hash = policy.hash();
    try (var platform = Randomness.secret(SECRET);
        var trustees = Randomness.secret(SECRET);
        var path = PathIdentity.of(platform, trustees, hash)) {
      var pieces = Shamir.split(trustees, wishes.shares(), wishes.trustees().size());
      var places = new ArrayList<ShareSet.Share>();
      var files = new ArrayList<Submission.TrusteeShare>();
      for (int i = 0; i < pieces.size(); i++) {
        var holder = wishes.trustees().get(i);
        try (var share = share(set, policy, i + 1, pieces.get(i))) {
          places.add(
              new ShareSet.Share(i + 1, holder.id(), Commitments.of(set, i + 1, share.share())));
          files.add(new Submission.TrusteeShare(STAGE, holder.id(), file(share, holder.key())));
        }
      }
      var shareSet =
          new ShareSet(
              set,
              policy.epoch(),
              STAGE,
              hash,
              Commitments.of(set, EscrowShare.PLATFORM, platform),
              wishes.shares(),
              Commitments.of(set, Commitments.TRUSTEES_SECRET, trustees),
              places);
      var packet =
          EscrowPacket.seal(policy.epoch(), STAGE, hash, inner(wishes, escrow), path.recipient());
      return items(headers)
          .then(
              items ->
                  Outcome.done(
                      new Armed(
                          new Submission(
                              policy.sign(ownerKey),
                              new ReleaseList(policy.epoch(), hash, 1, wishes.at(), items)
                                  .sign(ownerKey),
                              shareSet.sign(ownerKey),
                              packet,
                              file(
                                  share(set, policy, EscrowShare.PLATFORM, platform),
                                  wishes.gate().recipient()),
                              files,
                              headers),
                          escrow)));
    }
  }

  private static EscrowShare share(UUID set, ReleasePolicy policy, int index, SecretBytes piece) {
    return new EscrowShare(
        set, policy.epoch(), STAGE, policy.hash(), index, policy.path().threshold(), piece);
  }

  private static SealedFile file(EscrowShare share, AgeRecipient holder) {
    var plain = share.bytes();
    try {
      return SealedFile.of(AgeFile.encrypt(plain, Set.of(holder)));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  // The plaintext is an identity file as `age -i` reads it, so that a release opens without our
  // tools.
  private static List<EscrowPacket.Inner> inner(Wishes wishes, AgeIdentity escrow) {
    try (var text = escrow.text()) {
      return wishes.recipients().stream()
          .map(
              r ->
                  new EscrowPacket.Inner(
                      STAGE,
                      r.id(),
                      text.expose(
                          secret -> SealedFile.of(AgeFile.encrypt(secret, Set.of(r.key()))))))
          .toList();
    }
  }

  private static Outcome<List<Submission.Header>> rewrapped(
      Wishes wishes,
      List<Entrusted> documents,
      AgeIdentity owner,
      SigningKey ownerKey,
      AgeIdentity escrow) {
    var headers = new ArrayList<Submission.Header>();
    for (var document : documents) {
      switch (rewrapped(wishes, document, owner, ownerKey, escrow)) {
        case Outcome.Done<Submission.Header>(var header) -> headers.add(header);
        case Outcome.Refused<Submission.Header>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    return Outcome.done(List.copyOf(headers));
  }

  private static Outcome<Submission.Header> rewrapped(
      Wishes wishes,
      Entrusted document,
      AgeIdentity owner,
      SigningKey ownerKey,
      AgeIdentity escrow) {
    var manifest = document.manifest();
    if (!manifest.owner().equals(wishes.owner())
        || !manifest.vault().equals(wishes.epoch().vault())) {
      return Reading.no(
          "documents", "Document " + manifest.document() + " belongs to another owner or vault.");
    }
    return switch (manifest.encryptionClass()) {
      case A ->
          Reading.no(
              "documents",
              "Document " + manifest.document() + " is of class A, which no release hands over.");
      // Nothing to rewrap: its recipients' keys were added by the owner, and E never opens class C.
      case C -> Outcome.done(Submission.Header.unchanged(document.signed()));
      case B -> {
        var keys = Set.of(owner.recipient(), escrow.recipient());
        yield document
            .header()
            .rewrap(owner, keys)
            .then(h -> document.metadataHeader().rewrap(owner, keys).then(m -> opened(h, m)))
            .orRefuse("documents")
            .then(wraps -> signed(manifest, wraps, wishes.epoch(), escrow, ownerKey));
      }
    };
  }

  private static Opening<Submission.Wraps> opened(AgeHeader header, AgeHeader metadataHeader) {
    return new Opening.Opened<>(new Submission.Wraps(header, metadataHeader));
  }

  private static Outcome<Submission.Header> signed(
      Manifest old, Submission.Wraps wraps, Epoch epoch, AgeIdentity escrow, SigningKey ownerKey) {
    if (!wraps.header().opens(escrow) || !wraps.metadataHeader().opens(escrow)) {
      throw new IllegalStateException("a header made for E does not open with E");
    }
    var names =
        new Manifest.EscrowNames(
            epoch.trigger(), epoch.number(), List.of(escrow.recipient().fingerprint()));
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

  private static Outcome<List<ReleaseList.Item>> items(List<Submission.Header> headers) {
    var items = new ArrayList<ReleaseList.Item>();
    for (var header : headers) {
      switch (item(Manifest.of(header.manifest().unverifiedBody()), header.manifest())) {
        case Outcome.Done<ReleaseList.Item>(var item) -> items.add(item);
        case Outcome.Refused<ReleaseList.Item>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    return Outcome.done(items);
  }

  private static Outcome<ReleaseList.Item> item(Manifest body, Signed manifest) {
    return body.encryptionClass() == EncryptionClass.A
        ? Reading.no("documents", "Documents of class A are not released.")
        : Outcome.done(
            new ReleaseList.Item(
                body.document(),
                body.version(),
                body.encryptionClass(),
                STAGE,
                manifest.bodyHash()));
  }

  private static boolean names(Manifest manifest, Epoch epoch) {
    return manifest
        .escrow()
        .filter(e -> e.trigger().equals(epoch.trigger()) && e.epoch() == epoch.number())
        .isPresent();
  }

  private static Outcome<Manifest> body(Signed manifest, VerificationKey owner) {
    return switch (manifest.verify(owner, Manifest.FORMAT)) {
      case Signed.Verification.Broken(var why) ->
          Reading.no("documents", "A manifest: " + why + ".");
      case Signed.Verification.Valid(var body) -> {
        try {
          yield Outcome.done(Manifest.of(body));
        } catch (IllegalArgumentException e) {
          yield Reading.no("documents", "A manifest is malformed.");
        }
      }
    };
  }
}
