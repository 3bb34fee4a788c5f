package io.vaultplatform.core.content;

import static io.vaultplatform.core.base.Refusal.Reason.CONFLICT;
import static io.vaultplatform.core.base.Refusal.Reason.FORBIDDEN;
import static io.vaultplatform.core.base.Refusal.Reason.TOO_LARGE;
import static io.vaultplatform.core.base.Refusal.Reason.UNACCEPTABLE;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether an offered version of a document is taken, decided before a byte of its payload is
 * stored.
 *
 * <table>
 *   <caption>What a header must look like, in document and metadata alike</caption>
 *   <tr><td>A</td><td>two X25519 stanzas; the newest platform identity opens it</td></tr>
 *   <tr><td>B</td><td>one X25519 stanza, and one for each escrow identity that the manifest names; no platform
 *       identity opens it; the epoch is one the vault is armed with, and 0 when it is not armed</td></tr>
 *   <tr><td>C</td><td>1 to 20 X25519 stanzas; no platform identity, present or past, opens it</td></tr>
 * </table>
 *
 * <p>Stanzas are anonymous: for whom the others are, nobody without their keys can tell. The
 * owner's signature stands for it.
 *
 * <p>While the vault is armed, a version of class B or C comes with the owner's next release list.
 * A list sent afterwards could be lost on its way, and the document would miss its release in
 * silence.
 */
public final class UploadRule {

  private UploadRule() {}

  /**
   * What the server knows when it decides.
   *
   * @param platform the vault's platform identities, newest first, retired ones included
   * @param latest the version stored last, with its class; empty for a new document
   * @param armed what the vault is armed with
   * @param vaultBytesUsed payload bytes stored and announced in the vault, this offer not counted
   */
  public record Situation(
      AccountId owner,
      VerificationKey ownerKey,
      Suite suite,
      List<AgeIdentity> platform,
      Optional<Item> latest,
      List<ArmedEpoch> armed,
      UploadLimits limits,
      long vaultBytesUsed) {
    public Situation {
      Objects.requireNonNull(owner, "owner");
      Objects.requireNonNull(ownerKey, "ownerKey");
      Objects.requireNonNull(suite, "suite");
      platform = List.copyOf(platform);
      armed = List.copyOf(armed);
    }
  }

  /** The decision. */
  public sealed interface Verdict {
    /** Taken; the manifest is verified. */
    record Accepted(Manifest manifest) implements Verdict {}

    /** Not acceptable as it is; the client can mend it. */
    record Refused(Refusal refusal) implements Verdict {}

    /**
     * Right but for its release list: none came, or another one came first. The next list mends it,
     * and nothing that was sent has to be sent again.
     */
    record Unlisted(Refusal refusal) implements Verdict {}

    /**
     * The server could have read what only others may read (INV-06, INV-07): an attempt, to be
     * audited.
     */
    record Violation(Refusal refusal) implements Verdict {}
  }

  /** Decides about a whole offer. */
  public static Verdict decide(Offer offer, Situation now) {
    return firstOf(
            () -> suite(offer, now.suite()),
            () -> version(offer.item(), now.latest()),
            () -> platform(offer, now.platform()))
        .orElseGet(() -> manifest(offer, now));
  }

  /** Why headers are refused for their stanzas alone, if they are. */
  static Optional<Verdict> suite(Offer offer, Suite suite) {
    return firstOf(
        () -> suite("header", offer.header(), suite),
        () -> suite("metadata", offer.metadataHeader(), suite));
  }

  /** Why headers are refused for whom they open to, if they are. */
  static Optional<Verdict> platform(Offer offer, List<AgeIdentity> platform) {
    return switch (offer.item()) {
      case Item.Legible legible ->
          firstOf(
              () -> platformMissing("header", offer.header(), platform),
              () -> platformMissing("metadata", offer.metadataHeader(), platform));
      case Item.Escrowed escrowed ->
          firstOf(
              () -> platformOpens("header", offer.header(), platform, escrowed),
              () -> platformOpens("metadata", offer.metadataHeader(), platform, escrowed));
      case Item.Opaque opaque ->
          firstOf(
              () -> platformOpens("header", offer.header(), platform, opaque),
              () -> platformOpens("metadata", offer.metadataHeader(), platform, opaque));
    };
  }

  /** Why the stanza count or the epoch does not fit a verified manifest, if so. */
  static Optional<Verdict> counts(Offer offer, Manifest manifest, List<ArmedEpoch> armed) {
    return switch (offer.item()) {
      case Item.Legible legible -> stanzas(offer, 2, 2, "the platform and the owner");
      case Item.Escrowed escrowed -> {
        int names = 1 + manifest.escrow().map(escrow -> escrow.fingerprints().size()).orElse(0);
        yield firstOf(
            () -> epoch(manifest, armed),
            () -> stanzas(offer, names, names, "the owner and each escrow identity it names"));
      }
      case Item.Opaque opaque -> stanzas(offer, 1, 20, "the owner and the people they added");
    };
  }

  private static Verdict manifest(Offer offer, Situation now) {
    var expected = ManifestCheck.Expected.exactly(now.owner(), now.ownerKey(), offer.item());
    return switch (ManifestCheck.signed(offer.manifest(), expected)) {
      case ManifestCheck.Broken(var fault, var field, var why) -> refused(field, why);
      case ManifestCheck.Intact(var manifest) ->
          firstOf(
                  () -> small(offer, manifest),
                  () -> counts(offer, manifest, now.armed()),
                  () -> room(manifest, now),
                  () -> list(offer, now.armed()))
              .orElseGet(() -> new Verdict.Accepted(manifest));
    };
  }

  /** Why headers or metadata are not those of the manifest, if so. */
  static Optional<Verdict> small(Offer offer, Manifest manifest) {
    var check =
        ManifestCheck.small(
            manifest,
            offer.header().bytes(),
            offer.metadataHeader().bytes(),
            offer.metadataPayload());
    return switch (check) {
      case ManifestCheck.Intact intact -> Optional.empty();
      case ManifestCheck.Broken(var fault, var field, var why) -> Optional.of(refused(field, why));
    };
  }

  private static Optional<Verdict> suite(String field, AgeHeader header, Suite suite) {
    if (!header.suite().equals(Optional.of(suite))) {
      // A stanza's type is the sender's text and is not echoed, but for the one people try.
      return Optional.of(
          refused(
              field,
              header.stanzas().getFirst().type().equals("scrypt")
                  ? "The " + field + " is made for a passphrase; this vault takes keys only."
                  : "The "
                      + field
                      + " names a kind of key that is not of this vault's suite, "
                      + suite
                      + "."));
    }
    // Such a stanza is for nobody, and every reader of age gives the file up because of it.
    return header.isSound()
        ? Optional.empty()
        : Optional.of(refused(field, "A stanza of the " + field + " can be opened by nobody."));
  }

  private static Optional<Verdict> version(Item offered, Optional<Item> latest) {
    int next = latest.map(item -> item.version() + 1).orElse(1);
    if (offered.version() != next) {
      return Optional.of(
          new Verdict.Refused(
              Refusal.of(CONFLICT, "version", "The next version is " + next + ".")));
    }
    if (latest.isPresent() && latest.get().encryptionClass() != offered.encryptionClass()) {
      return Optional.of(
          new Verdict.Refused(
              Refusal.of(
                  CONFLICT,
                  "class",
                  "The document is of class "
                      + latest.get().encryptionClass()
                      + ", and a class never changes.")));
    }
    return Optional.empty();
  }

  private static Optional<Verdict> platformMissing(
      String field, AgeHeader header, List<AgeIdentity> platform) {
    // Only the newest: an old one would leave the document to a key that is being retired.
    return !platform.isEmpty() && header.opens(platform.getFirst())
        ? Optional.empty()
        : Optional.of(
            refused(
                field,
                "A class A " + field + " is also made for the vault's present platform key."));
  }

  private static Optional<Verdict> platformOpens(
      String field, AgeHeader header, List<AgeIdentity> platform, Item item) {
    // names, not opens: a header spoilt on purpose still hands over its file key.
    if (platform.stream().noneMatch(header::names)) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Violation(
            Refusal.of(
                FORBIDDEN,
                field,
                "The server could open this "
                    + field
                    + "; class "
                    + item.encryptionClass()
                    + " is never made for a platform key.")));
  }

  private static Optional<Verdict> list(Offer offer, List<ArmedEpoch> armed) {
    boolean joins = !armed.isEmpty() && offer.item().encryptionClass() != EncryptionClass.A;
    if (joins == offer.releaseList().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Unlisted(
            Refusal.of(
                UNACCEPTABLE,
                "releaseList",
                joins
                    ? "This vault is armed: a document of class B or C comes with the owner's next"
                        + " release list, which names it."
                    : "There is no release that this document could join.")));
  }

  private static Optional<Verdict> epoch(Manifest manifest, List<ArmedEpoch> armed) {
    if (manifest.escrow().isEmpty()) {
      return armed.isEmpty()
          ? Optional.empty()
          : Optional.of(
              refused(
                  "manifest.epoch",
                  "This vault is armed with epoch "
                      + armed.getFirst().epoch()
                      + ", and the manifest names none: nobody could open the document after a"
                      + " release."));
    }
    var names = manifest.escrow().get();
    for (var epoch : armed) {
      if (epoch.trigger().equals(names.trigger()) && epoch.epoch() == names.epoch()) {
        return epoch.escrow().containsAll(names.fingerprints())
            ? Optional.empty()
            : Optional.of(
                refused("manifest.escrow", "An escrow identity is not of the armed epoch."));
      }
    }
    return Optional.of(
        refused(
            "manifest.epoch",
            "The manifest names epoch "
                + names.epoch()
                + " of a trigger that this vault is not armed with."));
  }

  private static Optional<Verdict> stanzas(Offer offer, int least, int most, String whom) {
    return firstOf(
        () -> stanzas("header", offer.header(), least, most, whom),
        () -> stanzas("metadata", offer.metadataHeader(), least, most, whom));
  }

  private static Optional<Verdict> stanzas(
      String field, AgeHeader header, int least, int most, String whom) {
    int count = header.stanzas().size();
    return count >= least && count <= most
        ? Optional.empty()
        : Optional.of(
            refused(
                field,
                "The " + field + " is made for " + count + " keys; it is made for " + whom + "."));
  }

  private static Optional<Verdict> room(Manifest manifest, Situation now) {
    var limits = now.limits();
    if (manifest.payloadSize() > limits.documentBytes()) {
      return Optional.of(
          tooLarge("A document has at most " + limits.documentBytes() + " bytes here."));
    }
    if (manifest.payloadSize() > limits.vaultBytes() - now.vaultBytesUsed()) {
      return Optional.of(
          tooLarge("The vault has room for " + limits.vaultBytes() + " bytes and not for this."));
    }
    return Optional.empty();
  }

  private static Verdict tooLarge(String why) {
    return new Verdict.Refused(Refusal.of(TOO_LARGE, "manifest.payloadSize", why));
  }

  private static Verdict refused(String field, String why) {
    return new Verdict.Refused(Refusal.of(UNACCEPTABLE, field, why));
  }

  @SafeVarargs
  private static Optional<Verdict> firstOf(
      java.util.function.Supplier<Optional<Verdict>>... questions) {
    for (var question : questions) {
      var answer = question.get();
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }
}
