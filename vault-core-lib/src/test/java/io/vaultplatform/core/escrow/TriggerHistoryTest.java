package io.vaultplatform.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Head;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One thing wrong in a trigger's story, and the gate says which. */
class TriggerHistoryTest {
  private static final List<String> ORDER =
      List.of("armed", "warned", "verifying", "triggered", "executing");

  private final EscrowWorld world = new EscrowWorld(2, 3, 1);
  private final ReleasePolicy policy = policy(1);
  private final Story story = Story.whole(policy);

  private ReleasePolicy policy(int number) {
    return world.policy(new Epoch(world.epoch.vault(), world.epoch.trigger(), number));
  }

  @Test
  void a_window_that_was_cut_is_named() {
    move(EventType.REMINDER_ACCEPTED, +1);
    assertThat(why(story)).isEqualTo(GateAnswer.Why.INTERVAL);
    assertThat(why(cut("verifying"))).isEqualTo(GateAnswer.Why.GRACE);
    assertThat(why(cut("executing"))).isEqualTo(GateAnswer.Why.CHALLENGE_WINDOW);
  }

  private Story cut(String step) {
    var cut = Story.whole(policy);
    int at = step(cut, step);
    var told = cut.told().get(at);
    cut.told()
        .set(
            at,
            new Story.Told(told.type(), told.after().minusSeconds(10), told.facts(), told.actor()));
    return cut;
  }

  @Test
  void a_step_that_does_not_follow_from_the_one_before_is_impossible() {
    for (int from = 0; from < ORDER.size(); from++) {
      for (int to = 1; to < ORDER.size(); to++) {
        if (to != from && to != from + 1) {
          var jumped = Story.whole(policy);
          int there = step(jumped, ORDER.get(from));
          jumped
              .told()
              .add(there + 1, one(new Story(policy).step("x", ORDER.get(to), Duration.ofDays(9))));
          assertThat(why(jumped))
              .as("%s to %s", ORDER.get(from), ORDER.get(to))
              .isEqualTo(GateAnswer.Why.IMPOSSIBLE_STEP);
        }
      }
    }
  }

  @Test
  void a_state_that_is_told_again_is_the_one_that_was_reached() {
    for (var told : ORDER) {
      for (var reached : ORDER) {
        var again = Story.whole(policy);
        again
            .told()
            .add(step(again, reached) + 1, one(new Story(policy).step(told, told, Duration.ZERO)));
        if (told.equals(reached)) {
          assertThat(ask(policy, again, 1)).isInstanceOf(GateAnswer.Open.class);
        } else {
          assertThat(why(again))
              .as("%s told in %s", told, reached)
              .isEqualTo(GateAnswer.Why.IMPOSSIBLE_STEP);
        }
      }
    }
  }

  @Test
  void a_reminder_counts_from_the_silence_on_until_others_are_asked() {
    var warned = story.told().remove(step(story, "warned"));
    int reminder = index(story, EventType.REMINDER_ACCEPTED);
    var told = story.told().remove(reminder);
    story
        .told()
        .add(reminder, new Story.Told(warned.type(), told.after(), warned.facts(), warned.actor()));
    story
        .told()
        .add(reminder + 1, new Story.Told(told.type(), Duration.ZERO, told.facts(), told.actor()));
    assertThat(ask(policy, story, 1)).isInstanceOf(GateAnswer.Open.class);
    move(EventType.REMINDER_ACCEPTED, +1);
    assertThat(why(story)).isEqualTo(GateAnswer.Why.NOT_REACHED);
  }

  @Test
  void a_challenge_by_anybody_but_the_owner_holds_until_it_is_cleared() {
    var executing = story.told().removeLast();
    var challenge =
        one(new Story(policy).then(EventType.CHALLENGE_RECORDED, Duration.ofHours(1), Map.of()));
    story
        .told()
        .add(
            new Story.Told(
                challenge.type(), challenge.after(), challenge.facts(), Actor.system("trustee")));
    story.told().add(executing);
    assertThat(why(story)).isEqualTo(GateAnswer.Why.IMPOSSIBLE_STEP);
    story.told().removeLast();
    story
        .step("held", "triggered", Duration.ofHours(1))
        .then(EventType.NOTICE_ACCEPTED, Duration.ZERO, Map.of("notice", "n", "channel", "mail"));
    story.told().add(executing);
    assertThat(ask(policy, story, 1)).isInstanceOf(GateAnswer.Open.class);
  }

  @Test
  void answers_from_before_a_sign_of_life_are_worth_nothing_after_it() {
    var anew =
        Story.whole(policy).told().stream()
            .skip(2)
            .filter(
                told ->
                    !Set.of(EventType.RELEASE_KEYS_MADE, EventType.CONFIRMATION_RECORDED)
                        .contains(told.type()))
            .toList();
    story.told().removeLast();
    story.then(EventType.CHECK_IN, Duration.ofHours(1), Map.of());
    story.told().addAll(anew);
    assertThat(why(story)).isEqualTo(GateAnswer.Why.NO_KEYS);
  }

  @Test
  void what_an_earlier_epoch_did_neither_opens_nor_shuts_the_next() {
    var later = policy(2);
    var first = Map.<String, Object>of("epoch", 1L);
    opened(story, 1);
    int armed = story.told().size();
    story.told().addAll(Story.whole(later).told());
    assertThat(ask(later, story, 1)).isInstanceOf(GateAnswer.Open.class);
    // The end of the first, recorded while the second runs.
    story.then(EventType.PLATFORM_SHARES_DESTROYED, Duration.ZERO, Map.of());
    assertThat(ask(later, story, 1)).isInstanceOf(GateAnswer.Open.class);
    var confirmed = armed + index(Story.whole(later), EventType.CONFIRMATION_RECORDED);
    var facts = new java.util.HashMap<>(story.told().get(confirmed).facts());
    facts.putAll(first);
    var told = story.told().get(confirmed);
    story.told().set(confirmed, new Story.Told(told.type(), told.after(), facts, told.actor()));
    assertThat(why(ask(later, story, 1))).isEqualTo(GateAnswer.Why.QUORUM);
  }

  @Test
  void a_stage_that_the_policy_does_not_have_is_none_however_long_is_waited() {
    opened(story, 1);
    story.then(
        EventType.TRIGGER_STEPPED,
        Duration.ofDays(30),
        Map.of("from", "executing", "to", "executing", "event", "tick", "stage", 2L));
    assertThat(why(ask(policy, story, 2))).isEqualTo(GateAnswer.Why.IMPOSSIBLE_STEP);
  }

  @Test
  void a_release_that_was_rescinded_cancelled_or_carried_out_is_over() {
    for (var end : List.of("rescinded", "cancelled", "executed", "draft", "nonsense")) {
      var over = Story.whole(policy).step("executing", end, Duration.ofHours(1));
      assertThat(why(over)).as(end).isEqualTo(GateAnswer.Why.ENDED);
    }
    var paused = Story.whole(policy).step("executing", "paused", Duration.ofHours(1));
    assertThat(why(paused)).isEqualTo(GateAnswer.Why.NOT_EXECUTING);
  }

  @Test
  void answers_to_earlier_release_keys_bind_nobody_to_later_ones() {
    var later = "6".repeat(64);
    int made = index(story, EventType.RELEASE_KEYS_MADE);
    int triggered = step(story, "triggered");
    var again =
        new Story(policy)
            .then(EventType.RELEASE_KEYS_MADE, Duration.ZERO, Map.of("keysHash", later));
    story.told().add(triggered, one(again));
    assertThat(why(story)).isEqualTo(GateAnswer.Why.QUORUM);
    story.told().add(made + 1, one(new Story(policy).refused(trustee(0), Story.KEYS)));
    for (int i = 0; i < 2; i++) {
      story.told().add(triggered + 2, one(new Story(policy).confirmed(trustee(i), later)));
    }
    assertThat(ask(policy, story, 1)).isInstanceOf(GateAnswer.Open.class);
  }

  private java.util.UUID trustee(int i) {
    return world.trustees.get(i).id();
  }

  @Test
  void a_product_that_proceeds_without_answers_never_proceeds_without_shares_that_open() {
    var families = families();
    assertThat(ask(families, Story.whole(families), 1)).isInstanceOf(GateAnswer.Open.class);
    for (var who : List.of(List.of(0), List.of(0, 1), List.of(1, 0))) {
      var told = Story.whole(families);
      told.told().removeIf(t -> t.type() == EventType.CONFIRMATION_RECORDED);
      int asked = index(told, EventType.RELEASE_KEYS_MADE);
      for (int i : who) {
        told.told().add(asked + 1, one(new Story(families).confirmed(trustee(i), Story.KEYS)));
      }
      var answer = ask(families, told, 1);
      assertThat(why(answer)).as("%s confirm", who).isEqualTo(GateAnswer.Why.QUORUM);
      assertThat(((GateAnswer.Shut) answer).detail())
          .contains(who.size() == 1 ? "1 of 2 confirmations" : "open no path");
    }
    var two = Story.whole(families);
    two.told().remove(index(two, EventType.CONFIRMATION_RECORDED));
    assertThat(ask(families, two, 1)).as("one of each family").isInstanceOf(GateAnswer.Open.class);
  }

  // One of the first two and the third: of any three that is so.
  private ReleasePolicy families() {
    var simple = world.wishes();
    var wishes =
        new Arming.Wishes(
            "final-file",
            ReleasePolicy.Uncertainty.PROCEED,
            simple.suite(),
            simple.owner(),
            simple.epoch(),
            simple.at(),
            simple.windows(),
            3,
            simple.stages(),
            List.of(
                new ReleasePath(
                    1,
                    true,
                    List.of(
                        new ReleasePath.Group(1, List.of(trustee(0), trustee(1))),
                        new ReleasePath.Group(1, List.of(trustee(2)))))),
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

  private void opened(Story told, long stage) {
    told.then(
        EventType.ESCROW_OPENED,
        Duration.ZERO,
        Map.of("stage", stage, "reason", "r", "policyHash", policy.hash(), "actor", "engine"));
  }

  private void move(EventType type, int by) {
    int at = index(story, type);
    story.told().add(at + by, story.told().remove(at));
  }

  private static Story.Told one(Story told) {
    return told.told().getFirst();
  }

  private static int index(Story told, EventType type) {
    return new ArrayList<>(told.told().stream().map(Story.Told::type).toList()).indexOf(type);
  }

  private static int step(Story told, String to) {
    return told.told().stream().map(t -> String.valueOf(t.facts().get("to"))).toList().indexOf(to);
  }

  private GateAnswer.Why why(Story told) {
    return why(ask(policy, told, 1));
  }

  private static GateAnswer.Why why(GateAnswer answer) {
    assertThat(answer).isInstanceOf(GateAnswer.Shut.class);
    return ((GateAnswer.Shut) answer).why();
  }

  private static GateAnswer ask(ReleasePolicy asked, Story told, int stage) {
    var log = told.log();
    return GateDecision.decide(
        asked,
        stage,
        new GateMemory(0, Head.genesis(told.chain())),
        asked.logOrigin(),
        log,
        log.getLast().head());
  }
}
