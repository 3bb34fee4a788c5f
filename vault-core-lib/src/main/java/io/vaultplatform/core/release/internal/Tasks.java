package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Outbox;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.triggers.spi.StepTaken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Work that must follow a commit, because it needs the gate, which acts in a transaction of its own
 * and sees only what is committed.
 */
@ApplicationScoped
class Tasks {
  static final String GATE_LOOK = "gate-look";
  static final String RELEASE_KEYS = "release-keys";
  static final String ASK_TRUSTEES = "ask-trustees";
  static final String HAND_OVER = "hand-over";
  static final String KEY_SERVICE = "key-service";
  static final String NOBODY_TO_REACH = "nobody-to-reach";

  private static final Duration MOMENT = Duration.ofMinutes(1);

  private final Outbox outbox;

  @Inject
  Tasks(Outbox outbox) {
    this.outbox = outbox;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Tasks() {
    outbox = null;
  }

  /** The gate shall remember this arming soon, and not only when it is asked to open. */
  public void gateLook(Epoch epoch, String product, Instant at) {
    outbox.add(
        new Outgoing.Task(
            new OutgoingId(Randomness.uuidV7(at)),
            product,
            new About(
                new Scope.OfVault(epoch.vault()),
                About.TRIGGER,
                epoch.trigger(),
                epoch.number(),
                "armed"),
            at,
            GATE_LOOK,
            Map.of()));
  }

  public void after(StepTaken step, String name, Map<String, String> words) {
    add(step, name, words, step.at());
  }

  /**
   * Not at once: what just failed is given a moment, and a service that comes and goes does not
   * make us write letters at its pace.
   */
  public void soonAfter(StepTaken step, String name) {
    add(step, name, Map.of(), step.at().plus(MOMENT));
  }

  private void add(StepTaken step, String name, Map<String, String> words, Instant notBefore) {
    outbox.add(
        new Outgoing.Task(
            new OutgoingId(Randomness.uuidV7(step.at())),
            step.product(),
            about(step, name.replace("-", "")),
            notBefore,
            name,
            words));
  }

  /** What a letter or task of this step is about; its occasion carries the time of the step. */
  static About about(StepTaken step, String word) {
    return new About(
        scope(step.vault()),
        About.TRIGGER,
        step.trigger().value(),
        step.epoch(),
        step.occasion(word));
  }

  static Scope scope(VaultId vault) {
    return new Scope.OfVault(vault);
  }
}
