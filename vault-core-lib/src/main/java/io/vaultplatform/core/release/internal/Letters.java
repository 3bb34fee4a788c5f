package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.Outbox;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Template;
import io.vaultplatform.core.people.Reach;
import io.vaultplatform.core.people.RecipientId;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.triggers.Condition;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.spi.StepTaken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
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

  // Long enough to be read after a holiday; a check-in by an old link is a check-in all the same.
  private static final Duration CHECK_IN_LINK = Duration.ofDays(30);
  private static final Duration RELEASE_OPEN = Duration.ofDays(365);

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
    var until = step.at().plus(CHECK_IN_LINK);
    var token =
        links.create(
            LinkPurpose.CHECK_IN, Tasks.scope(step.vault()), step.trigger().value(), until);
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
    return true;
  }

  /** Asks a trustee. */
  public void ask(
      String product,
      About about,
      VaultId vault,
      TrusteeId trustee,
      Instant answerBy,
      Instant now) {
    letter(
        product,
        about,
        vault,
        Template.TRUSTEE_CASE,
        reach.trustee(vault, trustee),
        LinkPurpose.TRUSTEE,
        trustee.value(),
        answerBy,
        now);
  }

  /** Tells a recipient that something was left for them. */
  public void release(StepTaken step, UUID recipient) {
    letter(
        step.product(),
        Tasks.about(step, RELEASE),
        step.vault(),
        Template.RECIPIENT_RELEASE,
        reach.recipient(step.vault(), new RecipientId(recipient)),
        LinkPurpose.RECIPIENT,
        recipient,
        step.at().plus(RELEASE_OPEN),
        step.at());
  }

  private void letter(
      String product,
      About about,
      VaultId vault,
      Template template,
      List<Destination> to,
      LinkPurpose purpose,
      UUID subject,
      Instant until,
      Instant now) {
    if (to.isEmpty()) {
      return;
    }
    var token = links.create(purpose, Tasks.scope(vault), subject, until);
    outbox.add(
        new Outgoing.Letter(
            new OutgoingId(Randomness.uuidV7(now)),
            product,
            about.to(subject),
            now,
            Outgoing.Evidence.LETTER,
            template,
            to,
            Map.of("alias", reach.ownerAlias(vault).text(), "until", until.toString()),
            Optional.of(token)));
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
