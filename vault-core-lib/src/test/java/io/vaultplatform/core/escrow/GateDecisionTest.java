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
  private final ReleasePolicy policy = policy(world.epoch);

  private ReleasePolicy policy(Epoch epoch) {
    try (var armed =
        EscrowWorld.done(
            Arming.arm(world.wishes(epoch), List.of(), world.ownerIdentity, world.ownerKey))) {
      return EscrowWorld.done(
          ReleasePolicy.verify(armed.submission().policy(), world.ownerKey.verificationKey()));
    }
  }

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
    var older = policy(world.epoch);
    assertThat(why(decide(older, Story.whole(older).log(), new GateMemory(2, genesis()))))
        .isEqualTo(GateAnswer.Why.OLDER_EPOCH);
    var later = policy(new Epoch(world.epoch.vault(), world.epoch.trigger(), 2));
    var story = Story.whole(older);
    story.told().addAll(new Story(later).armed().told());
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.OLDER_EPOCH);
  }

  @Test
  void another_policy_for_the_same_epoch_is_refused() {
    var other = policy(world.epoch);
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
  void entries_of_other_triggers_decide_nothing() {
    var story = Story.whole(policy);
    story
        .told()
        .addAll(
            new Story(policy(new Epoch(world.epoch.vault(), java.util.UUID.randomUUID(), 9)))
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
