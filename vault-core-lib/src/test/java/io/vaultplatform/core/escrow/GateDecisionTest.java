package io.vaultplatform.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Head;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The gate believes the log alone, and only a whole one. */
class GateDecisionTest {
  private final EscrowWorld world = new EscrowWorld(2, 3, 1);
  private final ReleasePolicy policy = world.policy(world.epoch);

  @Test
  void a_whole_story_opens_with_the_evidence() {
    var story = Story.whole(policy);
    var answer = ask(story);
    assertThat(answer).isInstanceOf(GateAnswer.Open.class);
    var open = (GateAnswer.Open) answer;
    assertThat(open.confirmed())
        .containsExactlyInAnyOrder(policy.trustees().get(0).id(), policy.trustees().get(1).id());
    assertThat(open.keysHash()).isEqualTo(Story.KEYS);
    assertThat(Duration.between(open.noticedAt(), open.executingAt()))
        .isEqualTo(policy.windows().challenge());
  }

  @Test
  void leaving_out_any_entry_that_matters_keeps_it_shut() {
    int entries = Story.whole(policy).told().size();
    for (int left = 0; left < entries; left++) {
      var story = Story.whole(policy);
      var told = story.told().remove(left);
      // The step that arming itself takes says nothing that the arming does not.
      boolean matters = !"draft".equals(told.facts().get("from"));
      assertThat(ask(story) instanceof GateAnswer.Shut)
          .as("without %s %s", told.type(), told.facts())
          .isEqualTo(matters);
    }
  }

  @Property(tries = 60)
  void a_window_cut_by_more_than_the_moment_of_writing_keeps_it_shut(
      @ForAll @IntRange(min = 3, max = 100_000) int seconds, @ForAll @IntRange(max = 2) int which) {
    var story = Story.whole(policy);
    var long_ =
        story.told().stream().filter(t -> t.after().compareTo(Duration.ofDays(1)) > 0).toList();
    assertThat(long_).hasSize(3);
    var chosen = long_.get(which);
    int at = story.told().indexOf(chosen);
    story
        .told()
        .set(
            at,
            new Story.Told(
                chosen.type(),
                chosen.after().minusSeconds(seconds),
                chosen.facts(),
                chosen.actor()));
    assertThat(ask(story)).isInstanceOf(GateAnswer.Shut.class);
  }

  @Test
  void the_second_stage_opens_after_the_first_and_the_signed_time_to_stop_it() {
    var two = twoStages();
    assertThat(why(decide(two, Story.whole(two), 2))).isEqualTo(GateAnswer.Why.NOT_EXECUTING);
    assertThat(why(decide(two, secondStage(two, Duration.ofHours(23)), 2)))
        .isEqualTo(GateAnswer.Why.STAGE_WINDOW);
    assertThat(decide(two, secondStage(two, Duration.ofHours(24)), 2))
        .isInstanceOf(GateAnswer.Open.class);
    assertThat(why(decide(two, secondStage(two, Duration.ofHours(24)), 1)))
        .isEqualTo(GateAnswer.Why.ALREADY_OPENED);
    var skipped = Story.whole(two);
    skipped.then(
        EventType.TRIGGER_STEPPED,
        Duration.ofDays(3),
        Map.of("from", "executing", "to", "executing", "event", "tick", "stage", 2L));
    assertThat(why(decide(two, skipped, 2))).isEqualTo(GateAnswer.Why.IMPOSSIBLE_STEP);
  }

  private static Story secondStage(ReleasePolicy policy, Duration window) {
    return Story.whole(policy)
        .then(
            EventType.ESCROW_OPENED,
            Duration.ZERO,
            Map.of("stage", 1L, "reason", "r", "policyHash", policy.hash(), "actor", "engine"))
        .then(
            EventType.TRIGGER_STEPPED,
            Duration.ZERO,
            Map.of("from", "executing", "to", "executing", "event", "stage_done", "stage", 1L))
        .then(
            EventType.TRIGGER_STEPPED,
            window,
            Map.of("from", "executing", "to", "executing", "event", "tick", "stage", 2L));
  }

  private static GateAnswer decide(ReleasePolicy policy, Story story, int stage) {
    var log = story.log();
    return GateDecision.decide(
        policy,
        stage,
        new GateMemory(0, Head.genesis(story.chain())),
        policy.logOrigin(),
        log,
        log.getLast().head());
  }

  private ReleasePolicy twoStages() {
    var simple = world.wishes();
    var recipients = simple.stages().getFirst().sets();
    var stage = new Arming.Stage(Duration.ofDays(1), recipients);
    var wishes =
        new Arming.Wishes(
            simple.product(),
            simple.uncertainty(),
            simple.suite(),
            simple.owner(),
            simple.epoch(),
            simple.at(),
            simple.windows(),
            simple.confirmations(),
            List.of(stage, stage),
            simple.paths(),
            simple.trustees(),
            simple.recipients(),
            simple.gate(),
            simple.logOrigin());
    try (var armed =
        EscrowWorld.done(Arming.arm(wishes, List.of(), world.ownerIdentity, world.ownerKey))) {
      return EscrowWorld.done(
          ReleasePolicy.verify(armed.submission().policy(), world.ownerKey.verificationKey()));
    }
  }

  @Test
  void a_sign_of_life_at_any_time_shuts_it_until_everything_happens_anew() {
    for (var life :
        Set.of(EventType.CHECK_IN, EventType.CHALLENGE_RECORDED, EventType.TRIGGER_RESUMED)) {
      int entries = Story.whole(policy).told().size();
      int reminded = index(Story.whole(policy), EventType.REMINDER_ACCEPTED);
      for (int at = reminded + 1; at <= entries; at++) {
        var story = Story.whole(policy);
        var later = new ArrayList<>(story.told().subList(at, entries));
        story.told().subList(at, entries).clear();
        story.then(life, Duration.ofHours(1), Map.of());
        story.told().addAll(later);
        assertThat(ask(story)).as("%s at %d", life, at).isInstanceOf(GateAnswer.Shut.class);
      }
    }
  }

  @Test
  void whoever_ends_it_ends_it_for_good() {
    for (var end :
        Set.of(
            EventType.TRIGGER_DISARMED,
            EventType.TRIGGER_CANCELLED,
            EventType.PLATFORM_SHARES_DESTROYED)) {
      var story = Story.whole(policy).then(end, Duration.ofHours(1), Map.of());
      story.then(EventType.CHECK_IN, Duration.ZERO, Map.of());
      assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.NOT_ARMED);
    }
  }

  @Test
  void an_older_epoch_is_refused_whether_the_log_or_the_gate_itself_remembers_a_later_one() {
    var older = world.policy(world.epoch);
    assertThat(why(decide(older, Story.whole(older).log(), new GateMemory(2, genesis()))))
        .isEqualTo(GateAnswer.Why.OLDER_EPOCH);
    var later = world.policy(new Epoch(world.epoch.vault(), world.epoch.trigger(), 2));
    var story = Story.whole(older);
    story.told().addAll(new Story(later).armed().told());
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.OLDER_EPOCH);
  }

  @Test
  void another_policy_for_the_same_epoch_is_refused() {
    var other = world.policy(world.epoch);
    assertThat(why(decide(other, Story.whole(policy).log(), new GateMemory(0, genesis()))))
        .isEqualTo(GateAnswer.Why.OTHER_POLICY);
  }

  @Test
  void confirmations_to_other_release_keys_or_of_strangers_or_of_the_same_trustee_do_not_count() {
    var story = Story.whole(policy);
    int at = index(story, EventType.CONFIRMATION_RECORDED);
    for (var instead :
        List.of(
            new Story(policy).confirmed(policy.trustees().get(2).id(), "6".repeat(64)),
            new Story(policy).confirmed(java.util.UUID.randomUUID(), Story.KEYS),
            new Story(policy).confirmed(policy.trustees().get(1).id(), Story.KEYS))) {
      story.told().set(at, instead.told().getFirst());
      assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.QUORUM);
    }
  }

  @Test
  void destroyed_release_keys_take_their_confirmations_with_them() {
    var story = Story.whole(policy);
    story
        .told()
        .add(
            index(story, EventType.CONFIRMATION_RECORDED) + 1,
            new Story(policy)
                .then(EventType.RELEASE_KEYS_DESTROYED, Duration.ZERO, Map.of())
                .told()
                .getFirst());
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.NO_KEYS);
  }

  @Test
  void a_stage_is_opened_once() {
    var story =
        Story.whole(policy)
            .then(
                EventType.ESCROW_OPENED,
                Duration.ZERO,
                Map.of("reason", "r", "policyHash", policy.hash(), "actor", "engine", "stage", 1L));
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.ALREADY_OPENED);
  }

  @Test
  void an_edited_removed_or_moved_entry_breaks_the_log() {
    var log = Story.whole(policy).log();
    for (int i = 1; i < log.size(); i++) {
      var without = new ArrayList<>(log);
      without.remove(i - 1);
      assertThat(why(decide(policy, without, new GateMemory(1, genesis()), log.getLast().head())))
          .isEqualTo(GateAnswer.Why.LOG_BROKEN);
      var swapped = new ArrayList<>(log);
      java.util.Collections.swap(swapped, i - 1, i);
      assertThat(why(decide(policy, swapped, new GateMemory(1, genesis()), log.getLast().head())))
          .isEqualTo(GateAnswer.Why.LOG_BROKEN);
    }
    var cut = log.subList(0, log.size() - 1);
    assertThat(why(decide(policy, cut, new GateMemory(1, genesis()), log.getLast().head())))
        .isEqualTo(GateAnswer.Why.LOG_BROKEN);
  }

  @Test
  void a_log_from_a_backup_is_noticed_by_the_head_the_gate_remembers() {
    var whole = Story.whole(policy);
    var log = whole.log();
    var memory = new GateMemory(1, new Head(whole.chain(), log.size() + 1L, "9".repeat(64)));
    assertThat(why(decide(policy, log, memory))).isEqualTo(GateAnswer.Why.LOG_ROLLED_BACK);
    var other = Story.whole(policy).log();
    assertThat(why(decide(policy, other, new GateMemory(1, log.get(3).head()))))
        .isEqualTo(GateAnswer.Why.LOG_FORKED);
    assertThat(decide(policy, log, new GateMemory(1, log.get(3).head())))
        .isInstanceOf(GateAnswer.Open.class);
  }

  @Test
  void a_log_of_another_origin_is_refused() {
    var log = Story.whole(policy).log();
    assertThat(
            why(
                GateDecision.decide(
                    policy,
                    1,
                    new GateMemory(0, genesis()),
                    "a".repeat(64),
                    log,
                    log.getLast().head())))
        .isEqualTo(GateAnswer.Why.LOG_ORIGIN);
  }

  @Test
  void a_hold_that_was_cleared_starts_its_window_anew() {
    var story = Story.whole(policy);
    var executing = story.told().removeLast();
    story
        .step("triggered", "held", Duration.ofHours(1))
        .step("held", "triggered", Duration.ofHours(1));
    story.told().add(executing);
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.NOT_NOTIFIED);
    story.told().removeLast();
    story.then(EventType.NOTICE_ACCEPTED, Duration.ZERO, Map.of("notice", "m", "channel", "mail"));
    story.told().add(executing);
    assertThat(ask(story)).isInstanceOf(GateAnswer.Open.class);
  }

  /** A story up to the hold for want of answers, with so many confirmations in time. */
  private Story unanswered(int inTime) {
    var story = Story.whole(policy);
    int verifying = index(story, EventType.RELEASE_KEYS_MADE);
    story.told().subList(verifying + 1, story.told().size()).clear();
    for (var trustee : policy.trustees().subList(0, inTime)) {
      story.confirmed(trustee.id(), Story.KEYS);
    }
    return story.held("verifying", "no_answer", policy.windows().verifyWithin());
  }

  /** The clearing, and everything after it up to the end of a whole challenge window. */
  private Story goesOn(Story story) {
    return story
        .step("held", "verifying", Duration.ZERO)
        .step("verifying", "triggered", Duration.ZERO)
        .then(
            EventType.NOTICE_ACCEPTED,
            Duration.ofMinutes(1),
            Map.of("notice", "n", "channel", "mail"))
        .step("triggered", "executing", policy.windows().challenge());
  }

  @Test
  void confirmations_that_came_during_a_hold_for_want_of_answers_count() {
    for (int inTime = 0; inTime < policy.confirmations(); inTime++) {
      var story = unanswered(inTime);
      for (var late : policy.trustees().subList(inTime, policy.confirmations())) {
        story.confirmed(late.id(), Story.KEYS);
      }
      var answer = ask(goesOn(story));
      assertThat(answer).isInstanceOf(GateAnswer.Open.class);
      assertThat(((GateAnswer.Open) answer).confirmed()).hasSize(policy.confirmations());
    }
  }

  @Test
  void a_hold_for_want_of_answers_that_is_cleared_without_the_quorum_opens_nothing() {
    var one = policy.trustees().get(0).id();
    var other = policy.trustees().get(1).id();
    assertThat(why(ask(goesOn(unanswered(0))))).isEqualTo(GateAnswer.Why.QUORUM);
    assertThat(why(ask(goesOn(unanswered(1))))).isEqualTo(GateAnswer.Why.QUORUM);
    for (var instead :
        List.of(
            new Story(policy).confirmed(one, Story.KEYS),
            new Story(policy).confirmed(other, "6".repeat(64)),
            new Story(policy).confirmed(java.util.UUID.randomUUID(), Story.KEYS),
            new Story(policy).refused(other, Story.KEYS))) {
      var story = unanswered(1);
      story.told().addAll(instead.told());
      assertThat(why(ask(goesOn(story)))).isEqualTo(GateAnswer.Why.QUORUM);
    }
    // Nor does it help to confirm after the clearing: who cleared it then?
    for (int after = 1; after <= 4; after++) {
      var story = goesOn(unanswered(1));
      int cleared = story.told().size() - 4;
      story
          .told()
          .add(cleared + after, new Story(policy).confirmed(other, Story.KEYS).told().getFirst());
      assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.QUORUM);
    }
  }

  @Test
  void a_late_refusal_takes_a_confirmation_out_and_a_later_yes_does_not_bring_it_back() {
    var story = unanswered(1);
    story.confirmed(policy.trustees().get(1).id(), Story.KEYS);
    story.refused(policy.trustees().get(0).id(), Story.KEYS);
    story.confirmed(policy.trustees().get(0).id(), Story.KEYS);
    assertThat(why(ask(goesOn(story)))).isEqualTo(GateAnswer.Why.QUORUM);
    var third = unanswered(1);
    third.confirmed(policy.trustees().get(1).id(), Story.KEYS);
    third.refused(policy.trustees().get(0).id(), Story.KEYS);
    third.confirmed(policy.trustees().get(2).id(), Story.KEYS);
    assertThat(ask(goesOn(third))).isInstanceOf(GateAnswer.Open.class);
  }

  @Test
  void a_late_quorum_waits_for_its_whole_challenge_window() {
    var story = unanswered(1).confirmed(policy.trustees().get(1).id(), Story.KEYS);
    goesOn(story);
    story.told().removeLast();
    story.step("triggered", "executing", policy.windows().challenge().minusSeconds(10));
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.CHALLENGE_WINDOW);
  }

  @Test
  void refusals_that_cleared_a_hold_leave_nothing_for_the_next_silence() {
    var story = unanswered(1);
    story.refused(policy.trustees().get(1).id(), Story.KEYS);
    story.refused(policy.trustees().get(2).id(), Story.KEYS);
    story.step("held", "verifying", Duration.ZERO).step("verifying", "armed", Duration.ZERO);
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.NOT_EXECUTING);
    var anew = Story.whole(policy).told();
    story.told().addAll(anew.subList(2, anew.size()));
    assertThat(ask(story)).isInstanceOf(GateAnswer.Open.class);
  }

  @Test
  void answers_during_any_other_hold_do_not_count() {
    for (var other : List.of("key_service", "log", "challenged", "not_reached")) {
      var story = unanswered(1);
      story.told().removeLast();
      story.held("verifying", other, Duration.ofDays(1));
      story.confirmed(policy.trustees().get(1).id(), Story.KEYS);
      assertThat(why(ask(goesOn(story)))).isEqualTo(GateAnswer.Why.QUORUM);
    }
  }

  @Test
  void a_hold_leads_back_to_where_it_was_held_from_and_nowhere_else() {
    var order = List.of("warned", "verifying", "triggered", "executing");
    for (var from : order) {
      for (var to : order) {
        if (from.equals(to)) {
          continue;
        }
        var story = Story.whole(policy);
        int there = 0;
        while (!from.equals(story.told().get(there).facts().get("to"))) {
          there++;
        }
        var later = new ArrayList<>(story.told().subList(there + 1, story.told().size()));
        story.told().subList(there + 1, story.told().size()).clear();
        story.held(from, "key_service", Duration.ofHours(1)).step("held", to, Duration.ZERO);
        story.told().addAll(later);
        assertThat(ask(story)).as("%s to %s", from, to).isInstanceOf(GateAnswer.Shut.class);
      }
    }
  }

  @Test
  void an_outage_of_the_key_service_that_passed_loses_nothing() {
    var story = Story.whole(policy);
    story
        .held("executing", "key_service", Duration.ofMinutes(1))
        .step("held", "executing", Duration.ofDays(2));
    assertThat(ask(story)).isInstanceOf(GateAnswer.Open.class);
  }

  @Test
  void what_the_condition_is_met_by_is_recorded_before_it_is_met() {
    var story = Story.whole(policy);
    int at = index(story, EventType.CONFIRMATION_RECORDED);
    var late = story.told().remove(at);
    story.told().add(at + 2, late);
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.QUORUM);
  }

  @Test
  void a_reminder_sent_again_is_no_sign_of_life_and_loses_no_evidence() {
    var story = Story.whole(policy);
    for (var state : List.of("armed", "warned", "verifying", "triggered", "executing")) {
      for (int i = 0; i < story.told().size(); i++) {
        if (state.equals(story.told().get(i).facts().get("to"))) {
          var again = new Story(policy).step(state, state, Duration.ZERO).told().getFirst();
          story.told().add(i + 1, again);
          break;
        }
      }
    }
    assertThat(ask(story)).isInstanceOf(GateAnswer.Open.class);
  }

  @Test
  void release_keys_made_before_anybody_is_asked_are_no_release_keys() {
    var story = Story.whole(policy);
    int made = index(story, EventType.RELEASE_KEYS_MADE);
    story.told().add(made - 1, story.told().remove(made));
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.NO_KEYS);
  }

  @Test
  void a_letter_counts_only_in_the_silence_it_was_asked_for_in() {
    for (var about : List.of(EventType.REMINDER_ACCEPTED, EventType.NOTICE_ACCEPTED)) {
      var why =
          about == EventType.REMINDER_ACCEPTED
              ? GateAnswer.Why.NOT_REACHED
              : GateAnswer.Why.NOT_NOTIFIED;
      for (var asked : List.of(Story.occasion(EscrowWorld.NOW), "reminder", "")) {
        var story = Story.whole(policy);
        int at = index(story, about);
        var told = story.told().get(at);
        var facts = new java.util.HashMap<>(told.facts());
        facts.put("occasion", asked);
        story.told().set(at, new Story.Told(told.type(), told.after(), facts, told.actor()));
        assertThat(why(ask(story))).as("%s asked for at '%s'", about, asked).isEqualTo(why);
      }
    }
  }

  @Test
  void a_check_in_while_paused_does_not_end_the_pause() {
    var story = Story.whole(policy);
    var later = new ArrayList<>(story.told().subList(2, story.told().size()));
    story.told().subList(2, story.told().size()).clear();
    story
        .then(EventType.TRIGGER_PAUSED, Duration.ofHours(1), Map.of("until", "later"))
        .then(EventType.CHECK_IN, Duration.ofHours(1), Map.of());
    int paused = story.told().size();
    story.told().addAll(later);
    assertThat(ask(story)).isInstanceOf(GateAnswer.Shut.class);
    story
        .told()
        .add(
            paused,
            new Story(policy)
                .then(EventType.TRIGGER_RESUMED, Duration.ofDays(30), Map.of())
                .told()
                .getFirst());
    assertThat(ask(story)).isInstanceOf(GateAnswer.Open.class);
  }

  @Test
  void entries_of_other_triggers_decide_nothing() {
    var story = Story.whole(policy);
    story
        .told()
        .addAll(
            new Story(world.policy(new Epoch(world.epoch.vault(), java.util.UUID.randomUUID(), 9)))
                .armed()
                .then(EventType.CHECK_IN, Duration.ZERO, Map.of())
                .told());
    assertThat(ask(story)).isInstanceOf(GateAnswer.Open.class);
  }

  private static int index(Story story, EventType type) {
    for (int i = 0; i < story.told().size(); i++) {
      if (story.told().get(i).type() == type) {
        return i;
      }
    }
    throw new AssertionError("the story has no " + type);
  }

  private Head genesis() {
    return Head.genesis(new Story(policy).chain());
  }

  private GateAnswer ask(Story story) {
    return decide(policy, story.log(), new GateMemory(0, genesis()));
  }

  private GateAnswer decide(ReleasePolicy asked, List<Entry> log, GateMemory memory) {
    return decide(asked, log, memory, log.getLast().head());
  }

  private GateAnswer decide(ReleasePolicy asked, List<Entry> log, GateMemory memory, Head end) {
    return GateDecision.decide(asked, 1, memory, world.logOrigin, log, end);
  }

  private static GateAnswer.Why why(GateAnswer answer) {
    assertThat(answer).isInstanceOf(GateAnswer.Shut.class);
    return ((GateAnswer.Shut) answer).why();
  }
}
