package io.vaultplatform.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Head;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * A key that a recipient brings is served when the log shows a release that the gate would have
 * opened, that nobody called back or holds, and no other key before it.
 */
class ClaimDecisionTest {
  private static final AgeRecipient KEY = AgeIdentity.generate(Suite.CLASSIC).recipient();
  private static final AgeRecipient OTHER = AgeIdentity.generate(Suite.CLASSIC).recipient();

  private final EscrowWorld world = new EscrowWorld(2, 3, 2);
  private final ReleasePolicy policy = policy(world.epoch);
  private final UUID rosa = world.recipients.getFirst().id();
  private final UUID tom = world.recipients.getLast().id();

  /** Two stages for both; for Rosa the platform opens, Tom has a key. */
  private ReleasePolicy policy(Epoch epoch) {
    var w = world.wishes(epoch);
    var stage = new Arming.Stage(Duration.ofDays(1), w.stages().getFirst().sets());
    var wishes =
        new Arming.Wishes(
            w.product(),
            w.uncertainty(),
            w.suite(),
            w.owner(),
            w.epoch(),
            w.at(),
            w.windows(),
            w.confirmations(),
            List.of(stage, stage),
            w.paths(),
            w.trustees(),
            List.of(
                Arming.Recipient.byExecutor(w.recipients().getFirst().id(), w.gate()),
                w.recipients().getLast()),
            w.gate(),
            w.logOrigin());
    try (var armed =
        EscrowWorld.done(Arming.arm(wishes, List.of(), world.ownerIdentity, world.ownerKey))) {
      return EscrowWorld.done(
          ReleasePolicy.verify(armed.submission().policy(), world.ownerKey.verificationKey()));
    }
  }

  private Story opened() {
    return opened(Story.whole(policy), 1);
  }

  private Story opened(Story story, long stage) {
    return story
        .then(
            EventType.ESCROW_OPENED,
            Duration.ZERO,
            Map.of("stage", stage, "reason", "r", "policyHash", policy.hash(), "actor", "engine"))
        .then(
            EventType.TRIGGER_STEPPED,
            Duration.ZERO,
            Map.of("from", "executing", "to", "executing", "event", "stage_done", "stage", stage));
  }

  private Story secondStage(Story story) {
    return opened(
        story.then(
            EventType.TRIGGER_STEPPED,
            Duration.ofDays(1),
            Map.of("from", "executing", "to", "executing", "event", "tick", "stage", 2L)),
        2);
  }

  private Story readdressed(Story story, UUID recipient, AgeRecipient key) {
    return story.then(
        EventType.ESCROW_READDRESSED,
        Duration.ZERO,
        Map.of(
            "recipient",
            recipient.toString(),
            "fingerprint",
            key.fingerprint(),
            "reason",
            "r",
            "policyHash",
            policy.hash(),
            "actor",
            "engine",
            "portions",
            List.of("1.1")));
  }

  private ClaimWarrant warrant(UUID recipient, AgeRecipient key) {
    return new ClaimWarrant(policy.epoch(), recipient, key, policy.hash(), "r", "engine");
  }

  private ClaimAnswer ask(Story story) {
    return ask(story, warrant(rosa, KEY));
  }

  private ClaimAnswer ask(Story story, ClaimWarrant warrant) {
    return decide(warrant, story.log(), new GateMemory(0, Head.genesis(story.chain())));
  }

  private ClaimAnswer decide(ClaimWarrant warrant, List<Entry> log, GateMemory memory) {
    return ClaimDecision.decide(
        policy, warrant, memory, world.logOrigin, log, log.getLast().head());
  }

  private static Set<Integer> stages(ClaimAnswer answer) {
    assertThat(answer).isInstanceOf(ClaimAnswer.Open.class);
    return ((ClaimAnswer.Open) answer).stages();
  }

  private static GateAnswer.Why why(ClaimAnswer answer) {
    assertThat(answer).isInstanceOf(ClaimAnswer.Shut.class);
    return ((ClaimAnswer.Shut) answer).why().why();
  }

  @Test
  void the_stages_that_were_opened_are_opened_for_the_key_and_no_others() {
    assertThat(stages(ask(opened()))).containsExactly(1);
    assertThat(stages(ask(secondStage(opened())))).containsExactlyInAnyOrder(1, 2);
    assertThat(stages(ask(opened().step("executing", "executed", Duration.ZERO))))
        .as("a finished release stays handed over")
        .containsExactly(1);
  }

  @Test
  void before_the_gate_opened_nothing_is_opened_whatever_the_log_says_beside() {
    assertThat(why(ask(Story.whole(policy)))).isEqualTo(GateAnswer.Why.NOT_OPENED);
    assertThat(why(ask(readdressed(Story.whole(policy), rosa, KEY))))
        .isEqualTo(GateAnswer.Why.NOT_OPENED);
  }

  @Test
  void an_opening_in_the_log_counts_only_if_the_gate_would_have_opened() {
    int entries = Story.whole(policy).told().size();
    for (int left = 0; left < entries; left++) {
      var story = opened();
      var told = story.told().remove(left);
      boolean matters = !"draft".equals(told.facts().get("from"));
      assertThat(ask(story) instanceof ClaimAnswer.Shut)
          .as("without %s %s", told.type(), told.facts())
          .isEqualTo(matters);
    }
    var early = opened(Story.whole(policy), 2);
    assertThat(why(ask(early))).as("the second stage first").isEqualTo(GateAnswer.Why.NOT_OPENED);
  }

  @Property(tries = 40)
  void a_window_that_was_cut_short_serves_no_key(
      @ForAll @IntRange(min = 3, max = 100_000) int seconds, @ForAll @IntRange(max = 2) int which) {
    var story = opened();
    var windows =
        story.told().stream().filter(t -> t.after().compareTo(Duration.ofDays(1)) > 0).toList();
    assertThat(windows).hasSize(3);
    var chosen = windows.get(which);
    story
        .told()
        .set(
            story.told().indexOf(chosen),
            new Story.Told(
                chosen.type(),
                chosen.after().minusSeconds(seconds),
                chosen.facts(),
                chosen.actor()));
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.NOT_OPENED);
  }

  @Test
  void what_was_called_back_stays_shut_whatever_follows() {
    var story = opened().step("executing", "rescinded", Duration.ZERO);
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.ENDED);
    assertThat(why(ask(story.step("rescinded", "executing", Duration.ZERO))))
        .isEqualTo(GateAnswer.Why.ENDED);
    assertThat(why(ask(opened().then(EventType.TRIGGER_CANCELLED, Duration.ZERO, Map.of()))))
        .isEqualTo(GateAnswer.Why.ENDED);
  }

  @Test
  void while_it_is_held_nothing_is_opened_and_afterwards_it_is() {
    var story = opened().held("executing", "log", Duration.ofHours(1));
    assertThat(why(ask(story))).isEqualTo(GateAnswer.Why.ON_HOLD);
    assertThat(stages(ask(story.step("held", "executing", Duration.ofHours(1)))))
        .containsExactly(1);
    var challenged = opened();
    challenged.then(EventType.CHALLENGE_RECORDED, Duration.ofHours(1), Map.of());
    var told = challenged.told().removeLast();
    challenged
        .told()
        .add(
            new Story.Told(
                told.type(),
                told.after(),
                told.facts(),
                new Actor(Actor.Kind.TRUSTEE, policy.trustees().getFirst().id().toString())));
    assertThat(why(ask(challenged))).isEqualTo(GateAnswer.Why.ON_HOLD);
  }

  @Property(tries = 60)
  void of_all_keys_ever_brought_the_first_is_the_one(
      @ForAll @Size(min = 1, max = 5) List<Boolean> others) {
    var story = opened();
    others.forEach(other -> readdressed(story, rosa, other ? OTHER : KEY));
    var first = others.getFirst() ? OTHER : KEY;
    var second = others.getFirst() ? KEY : OTHER;
    assertThat(stages(ask(story, warrant(rosa, first)))).containsExactly(1);
    assertThat(why(ask(story, warrant(rosa, second)))).isEqualTo(GateAnswer.Why.OTHER_KEY);
  }

  @Test
  void somebody_elses_key_fixes_nothing_and_an_older_opening_of_another_epoch_neither() {
    assertThat(stages(ask(readdressed(opened(), tom, OTHER)))).containsExactly(1);
    var story = new Story(policy(new Epoch(world.epoch.vault(), world.epoch.trigger(), 9)));
    readdressed(story, rosa, OTHER);
    var both = opened();
    both.told().addAll(story.told());
    assertThat(stages(ask(both))).containsExactly(1);
  }

  @Test
  void it_is_opened_for_whom_the_policy_says_so_and_for_nobody_else() {
    assertThat(why(ask(opened(), warrant(tom, KEY)))).isEqualTo(GateAnswer.Why.OTHER_POLICY);
    assertThat(why(ask(opened(), warrant(UUID.randomUUID(), KEY))))
        .isEqualTo(GateAnswer.Why.OTHER_POLICY);
    var other = new ClaimWarrant(policy.epoch(), rosa, KEY, "0".repeat(64), "r", "engine");
    assertThat(why(ask(opened(), other))).isEqualTo(GateAnswer.Why.OTHER_POLICY);
    assertThat(why(ask(opened(), warrant(rosa, policy.gate().recipient()))))
        .isEqualTo(GateAnswer.Why.OTHER_KEY);
    assertThat(why(ask(opened(), warrant(rosa, AgeIdentity.generate(Suite.HYBRID).recipient()))))
        .isEqualTo(GateAnswer.Why.OTHER_KEY);
  }

  @Test
  void a_log_that_is_broken_or_shorter_than_the_gate_remembers_serves_no_key() {
    var log = opened().log();
    var broken = new java.util.ArrayList<>(log);
    broken.remove(3);
    var genesis = Head.genesis(Story.whole(policy).chain());
    assertThat(why(decide(warrant(rosa, KEY), broken, new GateMemory(0, genesis))))
        .isEqualTo(GateAnswer.Why.LOG_BROKEN);
    var shorter = log.subList(0, log.size() - 1);
    assertThat(why(decide(warrant(rosa, KEY), shorter, new GateMemory(1, log.getLast().head()))))
        .isEqualTo(GateAnswer.Why.LOG_ROLLED_BACK);
    assertThat(why(decide(warrant(rosa, KEY), log, new GateMemory(2, genesis))))
        .isEqualTo(GateAnswer.Why.OLDER_EPOCH);
  }
}
