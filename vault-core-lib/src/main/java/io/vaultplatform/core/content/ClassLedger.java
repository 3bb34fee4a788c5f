package io.vaultplatform.core.content;

import static io.vaultplatform.core.base.Refusal.Reason.CONFLICT;
import static io.vaultplatform.core.base.Refusal.Reason.FORBIDDEN;
import static io.vaultplatform.core.base.Refusal.Reason.UNACCEPTABLE;
import static io.vaultplatform.core.content.EncryptionClass.A;
import static io.vaultplatform.core.content.EncryptionClass.B;
import static io.vaultplatform.core.content.EncryptionClass.C;

import io.vaultplatform.core.base.Outcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Every class that one content ever had, through all the documents it was, and every change that
 * was ordered, with its record.
 *
 * <p>The server keeps it; no client has to admit anything. What it cannot know is that two
 * documents which were put without an order hold the same text.
 *
 * @param first the document that the content began as
 * @param moves every order about any of its documents, oldest first
 */
public record ClassLedger(Period first, List<ClassMove> moves) {

  /** As many orders as one content may have, cancelled ones included. */
  public static final int MOST = 100;

  /**
   * A document that the content was, or is.
   *
   * @param entry the entry in the vault's log that says so; empty where it is not known any more
   */
  public record Period(
      DocumentId document, EncryptionClass type, Instant since, Optional<Long> entry) {
    public Period {
      Objects.requireNonNull(document, "document");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(since, "since");
      Objects.requireNonNull(entry, "entry");
    }
  }

  public ClassLedger {
    Objects.requireNonNull(first, "first");
    moves = List.copyOf(moves);
  }

  /** What it was, oldest first; what it is now, last. */
  public List<Period> periods() {
    var periods = new ArrayList<>(List.of(first));
    for (var move : moves) {
      if (move.state() instanceof ClassMove.State.Made(var at, var entry)) {
        var order = move.order();
        periods.add(new Period(order.successor(), order.to(), at, Optional.of(entry)));
      }
    }
    return periods;
  }

  /** The document that it is now. */
  public Period present() {
    return periods().getLast();
  }

  /** Every class it ever had, oldest first. */
  public List<EncryptionClass> history() {
    return periods().stream().map(Period::type).toList();
  }

  /** The order that may still be carried out or cancelled. */
  public Optional<ClassMove> open() {
    return moves.stream().filter(ClassMove::isOpen).findFirst();
  }

  /** What it takes to give it another class. */
  public ClassChange rule(EncryptionClass to) {
    return ClassChange.rule(history(), to);
  }

  /**
   * Whether a verified order is taken. {@code FORBIDDEN} is a change that is never allowed: an
   * attempt, to be audited as one.
   */
  public Outcome<ClassChange> judge(ClassOrder order) {
    var now = present();
    if (!order.document().equals(now.document())) {
      return Outcome.refused(
          CONFLICT, "document", "This content became document " + now.document() + " already.");
    }
    if (order.from() != now.type()) {
      return Outcome.refused(
          CONFLICT, "order.from", "The document is of class " + now.type() + ".");
    }
    if (open().isPresent()) {
      return Outcome.refused(
          CONFLICT,
          "document",
          "A change to class "
              + open().get().order().to()
              + " is under way; cancel it before ordering another.");
    }
    if (moves.size() >= MOST) {
      return Outcome.refused(
          CONFLICT, "document", "One content has at most " + MOST + " orders, cancelled included.");
    }
    return switch (rule(order.to())) {
      case ClassChange.Unchanged unchanged ->
          Outcome.refused(UNACCEPTABLE, "order.to", "It is of that class already.");
      case ClassChange.Never(var why) -> Outcome.refused(FORBIDDEN, "order.to", why);
      case ClassChange.Strengthened free ->
          order.words().isEmpty()
              ? Outcome.done(free)
              : Outcome.refused(
                  UNACCEPTABLE, "order.words", "A strengthening needs no words typed.");
      case ClassChange.Weakened weakened ->
          order.words().filter(weakened.words()::equals).isPresent()
              ? Outcome.done(weakened)
              : Outcome.refused(
                  UNACCEPTABLE,
                  "order.words",
                  "To weaken it, the owner types exactly: " + weakened.words());
    };
  }

  /** What is promised for this content, with this history, in one sentence. */
  public String guarantee() {
    var periods = periods();
    var now = periods.getLast();
    var before = new HashSet<>(history().subList(0, periods.size() - 1));
    before.remove(now.type());
    if (periods.size() == 1) {
      return now.type().guarantee();
    }
    var since = "Since " + now.since().atOffset(ZoneOffset.UTC).toLocalDate() + " ";
    return switch (now.type()) {
      case A ->
          since
              + "the server can read it, on behalf of people you granted access; before that there"
              + " was a time when it could not.";
      case B ->
          since
              + "only you can read it until a release, then its recipients, and the server only"
              + " where you let it open for one who has no key"
              + server(before.contains(A))
              + (before.contains(C) ? "; it was class C once, so it never becomes class A" : "")
              + ".";
      case C ->
          since
              + "only you and the people whose keys you added can read it"
              + server(before.contains(A))
              + (before.contains(B) ? "; what a release handed over before stays handed over" : "")
              + ".";
    };
  }

  private static String server(boolean could) {
    return could ? "; before that there was a time when the server could" : "";
  }
}
