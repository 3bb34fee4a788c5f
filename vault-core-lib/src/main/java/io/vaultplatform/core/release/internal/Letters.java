package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.Outbox;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Template;
import io.vaultplatform.core.people.Reach;
import io.vaultplatform.core.people.RecipientId;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.triggers.Condition;
import io.vaultplatform.core.triggers.HoldReason;
import io.vaultplatform.core.triggers.LateAnswers;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.SignalSource;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.spi.StepTaken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The letters of a release. Each is put into the outbox by the transaction that decided it. */
@ApplicationScoped
class Letters {
  /** The occasions, each followed by the time of its step. */
  static final String REMINDER = "reminder";

  static final String WINDOW = "window";
  static final String CASE = "case";
  static final String RELEASE = "release";
  static final String WITHDRAWN = "withdrawn";
  static final String HELD = "held";

  // Long enough to be read after a holiday; a check-in by an old link is a check-in all the same.
  private static final Duration CHECK_IN_LINK = Duration.ofDays(30);
  private static final Duration RELEASE_OPEN = Duration.ofDays(365);
  // A late answer counts for as long as the trigger is held for want of it, and that has no end.
  // What a trustee needs for it must not be what ends it; without their key the link does nothing.
  private static final Duration ANSWER_LINK = Duration.ofDays(3650);

  private final Outbox outbox;
  private final Links links;
  private final Reach reach;

  @Inject
  Letters(Outbox outbox, Links links, Reach reach) {
    this.outbox = outbox;
    this.links = links;
    this.reach = reach;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Letters() {
    outbox = null;
    links = null;
    reach = null;
  }

  /** Reminds the owner; false when there is no address to remind them at. */
  public boolean reminder(StepTaken step) {
    var due =
        switch (step.to()) {
          case TriggerState.Armed armed -> armed.deadline();
          // Warned: it was due when the silence began.
          case TriggerState.Warned warned -> warned.asked();
          default -> step.at();
        };
    return toOwner(
        step,
        REMINDER,
        Outgoing.Evidence.REMINDER,
        Template.REMINDER,
        until ->
            Map.of(
                "due",
                due.toString(),
                "grace",
                grace(step.plan()).toString(),
                "until",
                until.toString()));
  }

  /** Tells the owner of the challenge window; false when there is no address. */
  public boolean window(StepTaken step) {
    return toOwner(
        step,
        WINDOW,
        Outgoing.Evidence.NOTICE,
        Template.WINDOW,
        until ->
            Map.of("window", step.plan().challengeWindow().toString(), "until", until.toString()));
  }

  private interface Words {
    Map<String, String> until(Instant until);
  }

  private boolean toOwner(
      StepTaken step, String word, Outgoing.Evidence evidence, Template template, Words words) {
    var to = reach.owner(step.vault());
    if (to.isEmpty()) {
      return false;
    }
    toOwner(step, word, evidence, template, to, words);
    return true;
  }

  private void toOwner(
      StepTaken step,
      String word,
      Outgoing.Evidence evidence,
      Template template,
      List<Destination> to,
      Words words) {
    var until = step.at().plus(CHECK_IN_LINK);
    var token = link(LinkPurpose.CHECK_IN, step.vault(), step.trigger().value(), until);
    outbox.add(
        new Outgoing.Letter(
            new OutgoingId(Randomness.uuidV7(step.at())),
            step.product(),
            Tasks.about(step, word),
            step.at(),
            evidence,
            template,
            to,
            words.until(until),
            Optional.of(token)));
  }

  private LinkToken link(LinkPurpose purpose, VaultId vault, UUID subject, Instant until) {
    return links.create(purpose, Tasks.scope(vault), subject, until);
  }

  /**
   * Tells the owner of a hold, at every address: the first that accepts is no proof that it is
   * read, and it may be held because one of them does not work. Never evidence that they were
   * reached.
   */
  public void held(StepTaken step, HoldReason why) {
    for (var address : reach.owner(step.vault())) {
      toOwner(
          step,
          HELD,
          Outgoing.Evidence.LETTER,
          Template.HELD,
          List.of(address),
          until -> Map.of("why", why.text(), "ends", why.text(), "until", until.toString()));
    }
  }

  /** Tells a trustee of a hold, and asks them once more where their answer is what is wanting. */
  public void held(StepTaken step, HoldReason why, UUID trustee) {
    var about = Tasks.about(step, HELD);
    var to = reach.trustee(step.vault(), new TrusteeId(trustee));
    if (isAwaited(step.to(), new SignalSource(trustee))) {
      var until = step.at().plus(ANSWER_LINK);
      letter(
          step.product(),
          about,
          step.vault(),
          Template.TRUSTEE_LATE,
          to,
          trustee,
          Map.of("until", until.toString()),
          Optional.of(link(LinkPurpose.TRUSTEE, step.vault(), trustee, until)),
          step.at());
    } else {
      letter(
          step.product(),
          about,
          step.vault(),
          Template.TRUSTEE_HELD,
          to,
          trustee,
          Map.of("why", why.text(), "ends", why.text()),
          Optional.empty(),
          step.at());
    }
  }

  private static boolean isAwaited(TriggerState state, SignalSource trustee) {
    return LateAnswers.waiting(state)
        .filter(asked -> !asked.confirmed().contains(trustee))
        .filter(asked -> !asked.refused().contains(trustee))
        .isPresent();
  }

  /** Asks a trustee. */
  public void ask(
      String product,
      About about,
      VaultId vault,
      TrusteeId trustee,
      Instant answerBy,
      Instant now) {
    var until = answerBy.plus(ANSWER_LINK);
    letter(
        product,
        about,
        vault,
        Template.TRUSTEE_CASE,
        reach.trustee(vault, trustee),
        trustee.value(),
        Map.of("due", answerBy.toString(), "until", until.toString()),
        Optional.of(link(LinkPurpose.TRUSTEE, vault, trustee.value(), until)),
        now);
  }

  /**
   * Tells a recipient that something was left for them.
   *
   * @param waits whether the platform opens it for them when they bring a key, which the letter
   *     says
   */
  public void release(StepTaken step, UUID recipient, boolean waits) {
    var until = step.at().plus(RELEASE_OPEN);
    letter(
        step.product(),
        Tasks.about(step, RELEASE),
        step.vault(),
        waits ? Template.RECIPIENT_CLAIM : Template.RECIPIENT_RELEASE,
        reach.recipient(step.vault(), new RecipientId(recipient)),
        recipient,
        Map.of("until", until.toString()),
        Optional.of(link(LinkPurpose.RECIPIENT, step.vault(), recipient, until)),
        step.at());
  }

  private void letter(
      String product,
      About about,
      VaultId vault,
      Template template,
      List<Destination> to,
      UUID subject,
      Map<String, String> words,
      Optional<LinkToken> link,
      Instant now) {
    if (to.isEmpty()) {
      return;
    }
    var all = new HashMap<>(words);
    all.put("alias", reach.ownerAlias(vault).text());
    outbox.add(
        new Outgoing.Letter(
            new OutgoingId(Randomness.uuidV7(now)),
            product,
            about.to(subject),
            now,
            Outgoing.Evidence.LETTER,
            template,
            to,
            all,
            link));
  }

  /** Tells somebody that what was asked or announced before no longer stands. */
  public void withdrawn(StepTaken step, List<Destination> to) {
    if (to.isEmpty()) {
      return;
    }
    outbox.add(
        new Outgoing.Letter(
            new OutgoingId(Randomness.uuidV7(step.at())),
            step.product(),
            Tasks.about(step, WITHDRAWN),
            step.at(),
            Outgoing.Evidence.LETTER,
            Template.WITHDRAWN,
            to,
            Map.of("alias", reach.ownerAlias(step.vault()).text(), "at", step.at().toString()),
            Optional.empty()));
  }

  private static Duration grace(Plan plan) {
    return switch (plan.condition()) {
      case Condition.DeadManSwitch(var interval, var grace, var reminders) -> grace;
    };
  }
}
