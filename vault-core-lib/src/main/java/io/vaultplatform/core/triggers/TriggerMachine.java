package io.vaultplatform.core.triggers;

/**
 * The whole of what a trigger ever does: one event, one state, one edge of this table.
 *
 * <pre>
 * event                                  | from                                        | to
 * ---------------------------------------|---------------------------------------------|------------------------------
 * arm                                    | draft                                       | armed
 * disarm                                 | armed, warned, paused                       | draft
 * cancel                                 | any state before executing                  | cancelled
 * pause until D                          | armed, warned                               | paused; on D: armed, a full interval
 * check-in                               | armed (deadline anew), warned, verifying,   | armed
 *                                        |   triggered, held, executing before the     |
 *                                        |   first hand-over                           |
 * challenge by owner                     | warned, verifying, triggered, executing     | armed
 *                                        |   before the first hand-over                |
 * challenge by a contact                 | verifying, triggered, between stages        | held(challenged)
 * early reminder due                     | armed                                       | armed, reminder asked for
 * deadline missed                        | armed                                       | armed, silent: reminder asked for
 * reminder accepted by a channel         | armed, silent                               | warned (grace starts now)
 * every channel failing                  | armed and silent, warned, verifying,        | held(not reached)
 *                                        |   triggered                                 |
 * grace over                             | warned                                      | verifying
 * signals reached                        | verifying                                   | triggered
 * signals refused (quorum out of reach)  | verifying                                   | armed
 * no answer in time, HOLD                | verifying                                   | held(no answer)
 * no answer in time, PROCEED             | verifying                                   | verifying, extended once
 * no answer in time, PROCEED, extended   | verifying                                   | triggered
 * notices accepted                       | triggered                                   | triggered (challenge window starts now)
 * challenge window over                  | triggered                                   | executing(1)
 * stage done                             | executing(k)                                | executing(k), abort window starts now
 * stage's window over                    | executing(k), done                          | executing(k+1), or executed
 * doubt (clocks, log, keys, channels)    | warned, verifying, triggered, executing     | held(why, from)
 * cleared                                | held(why, from)                             | from, its window started anew
 * abort                                  | executing, held, after the first hand-over  | rescinded
 * contest                                | executed                                    | rescinded
 * </pre>
 *
 * <p>Everything else stays (evidence that comes late, early or twice, an early tick) or is refused
 * with a sentence (an act that is impossible there). Laws that hold whatever happens:
 *
 * <ul>
 *   <li>One step is one edge, and every deadline starts at the time of the event that starts it,
 *       never at the deadline that was missed: a server that slept for a year still warns, waits,
 *       and only then releases.
 *   <li>A check-in before the first hand-over wins. {@link TriggerEvent.StageDone} is recorded in
 *       the transaction that hands over, and is refused when a check-in was there first.
 *   <li>Grace and challenge window run only from a notice that some channel accepted, and only from
 *       one that was asked for in this silence.
 *   <li>HOLD and PROCEED differ in one place, {@link TimeSteps}.
 * </ul>
 *
 * <p>Not here yet, and where it will go: outage credit is an event that moves open deadlines;
 * quarantine after a restore and disagreeing clocks arrive as {@link TriggerEvent.Doubt}.
 */
public final class TriggerMachine {
  private TriggerMachine() {}

  /**
   * What follows from an event. Depends on nothing but its arguments, and changes none of them.
   *
   * @param plan the plan this trigger was armed with
   * @param state where it stands
   * @param event what happened, with its time
   */
  public static Step step(Plan plan, TriggerState state, TriggerEvent event) {
    return switch (event) {
      case TriggerEvent.Arm arm -> OwnerSteps.arm(plan, state, arm);
      case TriggerEvent.Disarm disarm -> OwnerSteps.disarm(state);
      case TriggerEvent.Cancel cancel -> OwnerSteps.cancel(state, cancel);
      case TriggerEvent.Pause pause -> OwnerSteps.pause(state, pause);
      case TriggerEvent.CheckIn checkIn -> OwnerSteps.checkIn(plan, state, checkIn);
      case TriggerEvent.ChallengeByOwner challenge -> OwnerSteps.challenge(plan, state, challenge);
      case TriggerEvent.Abort abort -> OwnerSteps.abort(state, abort);
      case TriggerEvent.Contest contest -> OwnerSteps.contest(state, contest);
      case TriggerEvent.ReminderAccepted accepted -> NoticeSteps.accepted(plan, state, accepted);
      case TriggerEvent.NoticesAccepted accepted -> NoticeSteps.accepted(plan, state, accepted);
      case TriggerEvent.EveryChannelFailed failed -> NoticeSteps.failed(state, failed);
      case TriggerEvent.SignalConfirmed signal -> SignalSteps.confirmed(plan, state, signal);
      case TriggerEvent.SignalRefused signal -> SignalSteps.refused(plan, state, signal);
      case TriggerEvent.ChallengeByContact challenge -> HoldSteps.challenged(state, challenge);
      case TriggerEvent.Doubt doubt -> HoldSteps.doubted(state, doubt);
      case TriggerEvent.Cleared cleared -> HoldSteps.cleared(plan, state, cleared);
      case TriggerEvent.Tick tick -> TimeSteps.tick(plan, state, tick.at());
      case TriggerEvent.StageDone done -> TimeSteps.stageDone(plan, state, done);
    };
  }
}
