package io.vaultplatform.core.content;

import static io.vaultplatform.core.base.Refusal.Reason.CONFLICT;
import static io.vaultplatform.core.base.Refusal.Reason.UNACCEPTABLE;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.content.UploadRule.Situation;
import io.vaultplatform.core.content.UploadRule.Verdict;
import java.util.Optional;

/**
 * Whether new headers are taken for a version that is already stored.
 *
 * <p>Headers change when a vault is armed (class B), when the owner adds a person (class C) or when
 * a platform key is replaced (class A). The payloads of document and metadata stay, so the new
 * manifest must name the same ones; else a rewrap would be a way to swap content under a version
 * number.
 */
public final class RewrapRule {
  private RewrapRule() {}

  /**
   * Decides about new headers and their manifest.
   *
   * @param stored the manifest of the version as it is now
   * @param keys how many keys open it now
   * @param now of which {@code armed} is the epoch being armed, or those armed; limits and room do
   *     not matter
   */
  public static Verdict decide(Offer offer, Manifest stored, int keys, Situation now) {
    if (!offer.item().equals(stored.item())) {
      return new Verdict.Refused(
          Refusal.of(
              CONFLICT,
              "version",
              "Only the headers of the version stored last can change: version "
                  + stored.version()
                  + ", class "
                  + stored.encryptionClass()
                  + "."));
    }
    return UploadRule.suite(offer, now.suite())
        .or(() -> UploadRule.platform(offer, now.platform()))
        .or(() -> takenAway(offer, keys))
        .orElseGet(() -> manifest(offer, stored, now));
  }

  private static Verdict manifest(Offer offer, Manifest stored, Situation now) {
    var expected = ManifestCheck.Expected.exactly(now.owner(), now.ownerKey(), stored.item());
    return switch (ManifestCheck.signed(offer.manifest(), expected)) {
      case ManifestCheck.Broken(var fault, var field, var why) -> refused(field, why);
      case ManifestCheck.Intact(var manifest) ->
          samePayloads(manifest, stored)
              .or(() -> olderEpoch(manifest, stored))
              .or(() -> UploadRule.small(offer, manifest))
              .or(() -> UploadRule.counts(offer, manifest, now.armed()))
              .orElseGet(() -> new Verdict.Accepted(manifest));
    };
  }

  // Of class C, for which the owner adds people: a header without somebody would only look as if
  // they were shut out. In class B the identities of an epoch that is over drop out, and nobody had
  // them.
  private static Optional<Verdict> takenAway(Offer offer, int keys) {
    return offer.item().encryptionClass() == EncryptionClass.C
            && offer.header().stanzas().size() < keys
        ? Optional.of(
            refused(
                "header",
                "Taking somebody's access away needs a new version: whoever had the file key keeps"
                    + " it."))
        : Optional.empty();
  }

  private static Optional<Verdict> samePayloads(Manifest manifest, Manifest stored) {
    if (!manifest.payloadSha256().equals(stored.payloadSha256())
        || manifest.payloadSize() != stored.payloadSize()) {
      return Optional.of(
          refused("manifest.payloadSha256", "New headers belong to the payload that is stored."));
    }
    if (!manifest.metadataPayloadSha256().equals(stored.metadataPayloadSha256())) {
      return Optional.of(
          refused(
              "manifest.metadataPayloadSha256",
              "New headers belong to the metadata that are stored."));
    }
    return Optional.empty();
  }

  private static Optional<Verdict> olderEpoch(Manifest manifest, Manifest stored) {
    boolean sameTrigger =
        manifest
            .escrow()
            .map(Manifest.EscrowNames::trigger)
            .equals(stored.escrow().map(Manifest.EscrowNames::trigger));
    return sameTrigger && manifest.epoch() < stored.epoch()
        ? Optional.of(
            refused(
                "manifest.epoch",
                "The document is at epoch " + stored.epoch() + "; an older one is not taken back."))
        : Optional.empty();
  }

  private static Verdict refused(String field, String why) {
    return new Verdict.Refused(Refusal.of(UNACCEPTABLE, field, why));
  }
}
