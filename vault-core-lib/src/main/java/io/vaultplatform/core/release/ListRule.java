package io.vaultplatform.core.release;

import static io.vaultplatform.core.base.Refusal.Reason.CONFLICT;
import static io.vaultplatform.core.base.Refusal.Reason.UNACCEPTABLE;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Joining;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.triggers.TriggerState;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an owner's next release list may follow the current one.
 *
 * <p>A list that comes with a document adds that document and does nothing else: a device that
 * knows an old list would otherwise drop what another device added, and the owner would sign it
 * unseen.
 */
public final class ListRule {
  private ListRule() {}

  /** Whether a release in this state still takes documents in. */
  public static boolean isOpen(TriggerState state) {
    return switch (state) {
      case TriggerState.Armed armed -> true;
      case TriggerState.Warned warned -> true;
      case TriggerState.Verifying verifying -> true;
      case TriggerState.Triggered triggered -> true;
      case TriggerState.Paused paused -> true;
      case TriggerState.Held held -> isOpen(held.from());
      case TriggerState.Draft draft -> false;
      // Its recipients hold E, or will in a moment: whatever joined now would be theirs without the
      // owner's having a window left to object in.
      case TriggerState.Executing executing -> false;
      case TriggerState.Executed executed -> false;
      case TriggerState.Cancelled cancelled -> false;
      case TriggerState.Rescinded rescinded -> false;
    };
  }

  /** Whether a release in this state can still hand something over. */
  public static boolean isUnderWay(TriggerState state) {
    return switch (state) {
      case TriggerState.Armed armed -> true;
      case TriggerState.Warned warned -> true;
      case TriggerState.Verifying verifying -> true;
      case TriggerState.Triggered triggered -> true;
      case TriggerState.Executing executing -> true;
      case TriggerState.Paused paused -> true;
      case TriggerState.Held held -> isUnderWay(held.from());
      case TriggerState.Draft draft -> false;
      case TriggerState.Executed executed -> false;
      case TriggerState.Cancelled cancelled -> false;
      case TriggerState.Rescinded rescinded -> false;
    };
  }

  /** The list, if it is the current one with exactly that version in it. */
  public static Outcome<ReleaseList> joins(
      Joining joining, ReleaseList current, VerificationKey owner) {
    return follows(joining.releaseList(), current, owner)
        .then(
            next ->
                ofThisEpoch(joining.manifest(), current.epoch())
                    .or(() -> names(next, joining))
                    .or(() -> keepsTheRest(next, current, joining.manifest().document()))
                    .map(Outcome::<ReleaseList>refused)
                    .orElseGet(() -> Outcome.done(next)));
  }

  /** The list, if it is the next one and every document on it is stored as it says. */
  public static Outcome<ReleaseList> replaces(
      Signed signed,
      ReleaseList current,
      VerificationKey owner,
      Map<DocumentId, StoredDocument> stored) {
    return follows(signed, current, owner)
        .then(
            next ->
                agrees(next, stored)
                    .map(Outcome::<ReleaseList>refused)
                    .orElseGet(() -> Outcome.done(next)));
  }

  private static Outcome<ReleaseList> follows(
      Signed signed, ReleaseList current, VerificationKey owner) {
    return ReleaseList.verify(signed, owner)
        .then(
            next ->
                next(next, current)
                    .map(Outcome::<ReleaseList>refused)
                    .orElseGet(() -> Outcome.done(next)));
  }

  private static Optional<Refusal> next(ReleaseList next, ReleaseList current) {
    if (!next.epoch().equals(current.epoch())) {
      return no(
          "releaseList.epoch", "The release list is not of " + current.epoch() + ", which runs.");
    }
    if (!next.policyHash().equals(current.policyHash())) {
      return no("releaseList.policyHash", "The release list names another policy.");
    }
    return next.version() == current.version() + 1
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                CONFLICT,
                "releaseList.version",
                "The next release list is number "
                    + (current.version() + 1)
                    + ", and this one is number "
                    + next.version()
                    + "."));
  }

  private static Optional<Refusal> ofThisEpoch(Manifest manifest, Epoch epoch) {
    return switch (manifest.encryptionClass()) {
      case A -> no("releaseList", "Class A is never released.");
      case B ->
          isFor(manifest, epoch)
              ? Optional.empty()
              : no("releaseList.epoch", "The release list is of another epoch than the manifest.");
      case C -> Optional.empty();
    };
  }

  private static Optional<Refusal> names(ReleaseList next, Joining joining) {
    var manifest = joining.manifest();
    return next.item(manifest.document())
            .filter(item -> item.version() == manifest.version())
            .filter(item -> item.encryptionClass() == manifest.encryptionClass())
            .filter(item -> item.manifestHash().equals(joining.manifestHash()))
            .isPresent()
        ? Optional.empty()
        : no(
            "releaseList.documents",
            "The release list does not name version "
                + manifest.version()
                + " of document "
                + manifest.document()
                + " with its manifest.");
  }

  private static Optional<Refusal> keepsTheRest(
      ReleaseList next, ReleaseList current, DocumentId joining) {
    for (var item : current.items()) {
      if (!item.document().equals(joining) && !next.items().contains(item)) {
        return no(
            "releaseList.documents",
            "Document " + item.document() + " is missing, or listed otherwise than before.");
      }
    }
    for (var item : next.items()) {
      if (!item.document().equals(joining) && !current.items().contains(item)) {
        return no(
            "releaseList.documents",
            "Document " + item.document() + " was not listed before and does not come with this.");
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> agrees(
      ReleaseList list, Map<DocumentId, StoredDocument> stored) {
    for (var item : list.items()) {
      var document = stored.get(item.document());
      if (document == null || !document.signed().bodyHash().equals(item.manifestHash())) {
        return no(
            "releaseList.documents",
            "Document " + item.document() + " is not stored here with this manifest.");
      }
      boolean current =
          switch (item.encryptionClass()) {
            case A -> false;
            case B -> isFor(document.manifest(), list.epoch());
            case C -> true;
          };
      if (!current) {
        return no(
            "releaseList.documents",
            "Document " + item.document() + " was not made for this epoch.");
      }
    }
    return Optional.empty();
  }

  private static boolean isFor(Manifest manifest, Epoch epoch) {
    return manifest
        .escrow()
        .filter(e -> e.trigger().equals(epoch.trigger()) && e.epoch() == epoch.number())
        .isPresent();
  }

  private static Optional<Refusal> no(String field, String detail) {
    return Optional.of(Refusal.of(UNACCEPTABLE, field, detail));
  }
}
