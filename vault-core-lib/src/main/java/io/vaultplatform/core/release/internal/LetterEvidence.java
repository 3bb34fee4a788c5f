package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Delivery;
import io.vaultplatform.core.notify.spi.DeliveryListener;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.Triggers;
import io.vaultplatform.core.triggers.spi.StepTaken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings what became of letters back to their trigger: an accepted reminder starts the grace, an
 * accepted notice the challenge window, and letters that nobody took hold it. Evidence about an
 * earlier epoch or an earlier silence is passed on with the time it was asked for, and the machine
 * leaves it aside.
 */
@ApplicationScoped
class LetterEvidence implements DeliveryListener {
  private final Triggers triggers;

  @Inject
  LetterEvidence(Triggers triggers) {
    this.triggers = triggers;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  LetterEvidence() {
    triggers = null;
  }

  @Override
  public void lock(About about) {
    if (about.kind().equals(About.TRIGGER)) {
      triggers.lock(new TriggerId(about.subject()));
    }
  }

  @Override
  public void heard(Delivery delivery) {
    if (!delivery.about().kind().equals(About.TRIGGER)) {
      return;
    }
    StepTaken.asked(delivery.about().occasion())
        .flatMap(asked -> event(delivery, asked))
        .ifPresent(event -> record(delivery.about(), event));
  }

  private void record(About about, Function<Instant, TriggerEvent> event) {
    var id = new TriggerId(about.subject());
    if (triggers.find(id).filter(view -> view.epoch() == about.epoch()).isPresent()) {
      // Refused means that the trigger has moved on: late evidence, entered by the outbox all the
      // same.
      triggers.record(id, event, Actor.system("outbox"));
    }
  }

  private static Optional<Function<Instant, TriggerEvent>> event(Delivery delivery, Instant asked) {
    boolean reminder = delivery.about().occasion().startsWith(Letters.REMINDER + "_");
    boolean window = delivery.about().occasion().startsWith(Letters.WINDOW + "_");
    return switch (delivery) {
      case Delivery.Accepted accepted when reminder ->
          Optional.of(at -> new TriggerEvent.ReminderAccepted(at, asked, accepted.channel()));
      case Delivery.Accepted accepted when window ->
          Optional.of(at -> new TriggerEvent.NoticesAccepted(at, asked));
      case Delivery.GivenUp given when reminder || window ->
          Optional.of(at -> new TriggerEvent.EveryChannelFailed(at, asked));
      case Delivery.Accepted accepted -> Optional.empty();
      case Delivery.GivenUp given -> Optional.empty();
      case Delivery.Failed failed -> Optional.empty();
      case Delivery.Dropped dropped -> Optional.empty();
    };
  }
}
