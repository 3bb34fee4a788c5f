package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.GateMemory;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.spi.TaskRunner;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.Triggers;
import io.vaultplatform.core.triggers.spi.StepTaken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The engine's tasks of this feature, each under the name by which the outbox knows it. */
final class ReleaseTasks {
  private ReleaseTasks() {}

  /** The gate's release keys. */
  @ApplicationScoped
  static class MakeKeys implements TaskRunner {
    @Inject Verifying verifying;

    @Override
    public String name() {
      return Tasks.RELEASE_KEYS;
    }

    @Override
    public void run(Outgoing.Task task) {
      verifying.makeKeys(task);
    }
  }

  /** The letters to the trustees. */
  @ApplicationScoped
  static class AskTrustees implements TaskRunner {
    @Inject Verifying verifying;

    @Override
    public String name() {
      return Tasks.ASK_TRUSTEES;
    }

    @Override
    public void run(Outgoing.Task task) {
      verifying.ask(task);
    }
  }

  /** The hand-over of a stage. */
  @ApplicationScoped
  static class HandStageOver implements TaskRunner {
    @Inject HandOver handOver;

    @Override
    public String name() {
      return Tasks.HAND_OVER;
    }

    @Override
    public void run(Outgoing.Task task) {
      handOver.run(task);
    }
  }

  /** A release that waits for the key service. */
  @ApplicationScoped
  static class AskKeyServiceAgain implements TaskRunner {
    @Inject Verifying verifying;

    @Override
    public String name() {
      return Tasks.KEY_SERVICE;
    }

    @Override
    public void run(Outgoing.Task task) {
      verifying.askAgain(task);
    }
  }

  /** The gate looks at a new arming. */
  @ApplicationScoped
  static class LookAtArming implements TaskRunner {
    @Inject Gate gate;
    @Inject EscrowRows rows;
    @Inject ReleaseLog log;

    @Override
    public String name() {
      return Tasks.GATE_LOOK;
    }

    @Override
    public void run(Outgoing.Task task) {
      look(task, gate, rows, log);
    }

    static void look(Outgoing.Task task, Gate gate, EscrowRows rows, ReleaseLog log) {
      rows.live(task.about().subject())
          .map(EpochRow::epoch)
          .filter(epoch -> epoch.number() == task.about().epoch())
          .ifPresent(
              epoch -> {
                if (gate.look(epoch) instanceof Outcome.Refused<GateMemory>(var refusal)) {
                  log.gateRefused(epoch, refusal);
                }
              });
    }
  }

  /** The owner has no address: the machine hears that no channel can reach them. */
  @ApplicationScoped
  static class NobodyToReach implements TaskRunner {
    @Inject Triggers triggers;

    @Override
    public String name() {
      return Tasks.NOBODY_TO_REACH;
    }

    @Override
    public void run(Outgoing.Task task) {
      var asked =
          StepTaken.asked(task.about().occasion())
              .orElseThrow(() -> new VaultException("task " + task.id() + " tells no time"));
      triggers.record(
          new TriggerId(task.about().subject()),
          at -> new TriggerEvent.EveryChannelFailed(at, asked),
          Actor.system("release"));
    }
  }
}
