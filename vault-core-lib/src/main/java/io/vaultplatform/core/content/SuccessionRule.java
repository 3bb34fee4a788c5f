package io.vaultplatform.core.content;

import static io.vaultplatform.core.base.Refusal.Reason.CONFLICT;
import static io.vaultplatform.core.base.Refusal.Reason.FORBIDDEN;
import static io.vaultplatform.core.base.Refusal.Reason.UNACCEPTABLE;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.content.UploadRule.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a version may take the place it is offered for, after what happened to classes there.
 *
 * <p>A document that was succeeded takes nothing more: its content would live on in two classes. A
 * successor comes as it was ordered: of that class, and not before its time. And a payload keeps
 * the class that it was first stored under; another class takes another encryption, or the change
 * would be one of headers alone (INV-02).
 */
public final class SuccessionRule {
  private SuccessionRule() {}

  /**
   * What the server knows about the place.
   *
   * @param order the order that this document would carry out, if there is one
   * @param successor what this document became, if it was succeeded
   * @param pinned why the document before it has to stay as it is, if a release list names it
   */
  public record Situation(
      Optional<ClassMove> order,
      Optional<DocumentId> successor,
      Optional<Refusal> pinned,
      Instant now) {
    public Situation {
      Objects.requireNonNull(order, "order");
      Objects.requireNonNull(successor, "successor");
      Objects.requireNonNull(pinned, "pinned");
      Objects.requireNonNull(now, "now");
    }
  }

  /** Why nothing may be stored there, if so. */
  public static Optional<Verdict> place(Item offered, Situation situation) {
    if (situation.successor().isPresent()) {
      return Optional.of(
          refused(
              "document",
              "This document became document "
                  + situation.successor().get()
                  + "; a new version goes there."));
    }
    return situation.order().flatMap(order -> ordered(offered, order, situation));
  }

  private static Optional<Verdict> ordered(Item offered, ClassMove move, Situation situation) {
    return switch (move.state()) {
      case ClassMove.State.Made made -> Optional.empty();
      case ClassMove.State.Cancelled cancelled ->
          Optional.of(refused("document", "The order for this successor was cancelled."));
      case ClassMove.State.Open open -> {
        if (offered.encryptionClass() != move.order().to()) {
          yield Optional.of(
              refused("class", "The successor was ordered as class " + move.order().to() + "."));
        }
        if (move.due().filter(due -> !situation.now().isBefore(due)).isEmpty()) {
          yield Optional.of(refused("document", early(move)));
        }
        // Not lost for it: when the list no longer names it, the same upload completes.
        yield situation.pinned().map(Verdict.Unlisted::new);
      }
    };
  }

  private static String early(ClassMove move) {
    return move.due()
        .map(due -> "The change is waiting: the successor is taken from " + due + " on.")
        .orElse("The change is waiting: no mail server has taken the letter about it yet.");
  }

  /**
   * Why a payload is not taken under this class, if so.
   *
   * @param known the class under which payloads were first stored in this vault, by their SHA-256
   */
  public static Optional<Verdict> payload(Manifest manifest, Map<String, EncryptionClass> known) {
    return payload("manifest.payloadSha256", manifest.payloadSha256(), manifest, known)
        .or(
            () ->
                payload(
                    "manifest.metadataPayloadSha256",
                    manifest.metadataPayloadSha256(),
                    manifest,
                    known));
  }

  private static Optional<Verdict> payload(
      String field, String sha256, Manifest manifest, Map<String, EncryptionClass> known) {
    var before = known.get(sha256);
    var offered = manifest.encryptionClass();
    if (before == null || before == offered) {
      return Optional.empty();
    }
    var why =
        "This payload was stored as class "
            + before
            + "; for class "
            + offered
            + " it is encrypted anew.";
    return Optional.of(
        offered.isWeakerThan(before)
            ? new Verdict.Violation(Refusal.of(FORBIDDEN, field, why))
            : new Verdict.Refused(Refusal.of(UNACCEPTABLE, field, why)));
  }

  private static Verdict refused(String field, String why) {
    return new Verdict.Refused(Refusal.of(CONFLICT, field, why));
  }
}
