package io.vaultplatform.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever shares arrive: right ones open, others are named with their holder, nothing is combined
 * wrongly.
 */
class ShareSetProperties {

  /** A quorum and which trustees answer. */
  record Quorum(int shares, int trustees, Set<Integer> answering) {}

  @Provide
  Arbitrary<Quorum> quorums() {
    return Arbitraries.integers()
        .between(1, 6)
        .flatMap(
            n ->
                Combinators.combine(
                        Arbitraries.integers().between(1, n),
                        Arbitraries.subsetOf(IntStream.range(0, n).boxed().toList()))
                    .as((m, who) -> new Quorum(m, n, who)));
  }

  @Property(tries = 150)
  void exactly_the_subsets_of_at_least_the_threshold_open_and_the_others_say_why(
      @ForAll("quorums") Quorum quorum) {
    var world = new EscrowWorld(quorum.shares(), quorum.trustees(), 1);
    try (var armed = world.arm()) {
      var submission = armed.submission();
      var given = new ArrayList<ShareSet.Contribution>();
      for (int i : quorum.answering()) {
        given.add(contribution(world, submission, i));
      }
      switch (gather(world, submission, world.platformShare(submission), given)) {
        case Gathering.Whole(var path, var faults) -> {
          assertThat(given.size()).isGreaterThanOrEqualTo(quorum.shares());
          assertThat(faults).isEmpty();
          assertThat(EscrowWorld.done(submission.packets().getFirst().open(path))).hasSize(1);
        }
        case Gathering.Lacking(var faults) -> {
          assertThat(given.size()).isLessThan(quorum.shares());
          assertThat(EscrowWorld.kinds(faults)).containsExactly(ShareFault.Kind.TOO_FEW);
          for (int i = 0; i < quorum.trustees(); i++) {
            var name = world.trustees.get(i).id().toString();
            assertThat(faults.getFirst().detail().contains(name))
                .isEqualTo(!quorum.answering().contains(i));
          }
        }
      }
    }
  }

  /** What may be wrong with one share. */
  enum Tampering {
    FLIPPED(ShareFault.Kind.WRONG),
    ANOTHER_INDEX(ShareFault.Kind.FOREIGN),
    ANOTHER_SET(ShareFault.Kind.FOREIGN),
    ANOTHER_STAGE(ShareFault.Kind.FOREIGN),
    ANOTHER_PATH(ShareFault.Kind.FOREIGN),
    ANOTHER_GROUP(ShareFault.Kind.FOREIGN),
    ANOTHER_TRIGGER(ShareFault.Kind.FOREIGN),
    OLDER_EPOCH(ShareFault.Kind.STALE),
    ANOTHER_POLICY(ShareFault.Kind.STALE),
    ANOTHER_THRESHOLD(ShareFault.Kind.FOREIGN),
    GIVEN_TWICE(ShareFault.Kind.DUPLICATE),
    OF_A_STRANGER(ShareFault.Kind.FOREIGN);

    final ShareFault.Kind expected;

    Tampering(ShareFault.Kind expected) {
      this.expected = expected;
    }
  }

  @Property(tries = 300)
  void every_tampering_is_named_with_its_holder_and_never_combined(
      @ForAll Tampering tampering,
      @ForAll @net.jqwik.api.constraints.IntRange(max = 2) int victim,
      @ForAll @net.jqwik.api.constraints.IntRange(max = 255) int bit) {
    var world = new EscrowWorld(2, 3, 1);
    try (var armed = world.arm()) {
      var submission = armed.submission();
      var other = (victim + 1) % 3;
      var good = contribution(world, submission, other);
      var bad = tampered(world, submission, tampering, victim, bit);
      var gathering =
          gather(
              world,
              submission,
              world.platformShare(submission),
              tampering == Tampering.GIVEN_TWICE
                  ? List.of(contribution(world, submission, victim), bad)
                  : List.of(good, bad));
      assertThat(gathering).isInstanceOf(Gathering.Lacking.class);
      var faults = ((Gathering.Lacking) gathering).faults();
      assertThat(EscrowWorld.kinds(faults))
          .containsExactlyInAnyOrder(tampering.expected, ShareFault.Kind.TOO_FEW);
      assertThat(faults.getFirst().holder()).contains(bad.holder());
    }
  }

  @Property(tries = 50)
  void one_bad_share_does_not_stop_a_quorum_of_good_ones_but_is_named(
      @ForAll @net.jqwik.api.constraints.IntRange(max = 2) int victim) {
    var world = new EscrowWorld(2, 3, 1);
    try (var armed = world.arm()) {
      var submission = armed.submission();
      var given = new ArrayList<ShareSet.Contribution>();
      given.add(tampered(world, submission, Tampering.FLIPPED, victim, 3));
      given.add(contribution(world, submission, (victim + 1) % 3));
      given.add(contribution(world, submission, (victim + 2) % 3));
      var gathering = gather(world, submission, world.platformShare(submission), given);
      assertThat(gathering).isInstanceOf(Gathering.Whole.class);
      var whole = (Gathering.Whole) gathering;
      assertThat(whole.faults().getFirst().holder()).contains(world.trustees.get(victim).id());
      assertThat(EscrowWorld.done(submission.packets().getFirst().open(whole.path()))).hasSize(1);
    }
  }

  @Property(tries = 20)
  void a_wrong_platform_share_opens_nothing(
      @ForAll @net.jqwik.api.constraints.IntRange(max = 255) int bit) {
    var world = new EscrowWorld(1, 1, 1);
    try (var armed = world.arm(world.document(EncryptionClass.B))) {
      var submission = armed.submission();
      var share = world.platformShare(submission);
      var wrong = with(share, flipped(share.share(), bit), share.index());
      var gathering = gather(world, submission, wrong, List.of(contribution(world, submission, 0)));
      assertThat(gathering).isInstanceOf(Gathering.Lacking.class);
    }
  }

  private static Gathering gather(
      EscrowWorld world,
      Submission submission,
      EscrowShare platform,
      List<ShareSet.Contribution> given) {
    return Gathering.of(world.set(submission), Suite.CLASSIC, Optional.of(platform), given);
  }

  private static ShareSet.Contribution contribution(
      EscrowWorld world, Submission submission, int i) {
    return new ShareSet.Contribution(world.trustees.get(i).id(), world.share(submission, i));
  }

  private static ShareSet.Contribution tampered(
      EscrowWorld world, Submission submission, Tampering tampering, int victim, int bit) {
    var s = world.share(submission, victim);
    var holder = world.trustees.get(victim).id();
    var epoch = s.epoch();
    return switch (tampering) {
      case FLIPPED ->
          new ShareSet.Contribution(holder, with(s, flipped(s.share(), bit), s.index()));
      case ANOTHER_INDEX ->
          new ShareSet.Contribution(holder, with(s, s.share(), s.index() % 3 + 1));
      case ANOTHER_SET ->
          new ShareSet.Contribution(
              holder,
              new EscrowShare(
                  UUID.randomUUID(),
                  epoch,
                  s.place(),
                  s.group(),
                  s.policyHash(),
                  s.index(),
                  s.threshold(),
                  s.share()));
      case ANOTHER_STAGE ->
          new ShareSet.Contribution(
              holder,
              new EscrowShare(
                  s.set(),
                  epoch,
                  new Place(new Portion(2, 1), 1),
                  s.group(),
                  s.policyHash(),
                  s.index(),
                  s.threshold(),
                  s.share()));
      case ANOTHER_PATH ->
          new ShareSet.Contribution(
              holder,
              new EscrowShare(
                  s.set(),
                  epoch,
                  new Place(Portion.ONLY, 2),
                  s.group(),
                  s.policyHash(),
                  s.index(),
                  s.threshold(),
                  s.share()));
      case ANOTHER_GROUP ->
          new ShareSet.Contribution(
              holder,
              new EscrowShare(
                  s.set(),
                  epoch,
                  s.place(),
                  2,
                  s.policyHash(),
                  s.index(),
                  s.threshold(),
                  s.share()));
      case ANOTHER_TRIGGER ->
          new ShareSet.Contribution(
              holder,
              new EscrowShare(
                  s.set(),
                  new Epoch(epoch.vault(), UUID.randomUUID(), epoch.number()),
                  s.place(),
                  s.group(),
                  s.policyHash(),
                  s.index(),
                  s.threshold(),
                  s.share()));
      case OLDER_EPOCH ->
          new ShareSet.Contribution(
              holder,
              new EscrowShare(
                  s.set(),
                  new Epoch(epoch.vault(), epoch.trigger(), epoch.number() + 1),
                  s.place(),
                  s.group(),
                  s.policyHash(),
                  s.index(),
                  s.threshold(),
                  s.share()));
      case ANOTHER_POLICY ->
          new ShareSet.Contribution(
              holder,
              new EscrowShare(
                  s.set(),
                  epoch,
                  s.place(),
                  s.group(),
                  "0".repeat(64),
                  s.index(),
                  s.threshold(),
                  s.share()));
      case ANOTHER_THRESHOLD ->
          new ShareSet.Contribution(
              holder,
              new EscrowShare(
                  s.set(), epoch, s.place(), s.group(), s.policyHash(), s.index(), 1, s.share()));
      case GIVEN_TWICE -> new ShareSet.Contribution(holder, s);
      case OF_A_STRANGER -> new ShareSet.Contribution(UUID.randomUUID(), s);
    };
  }

  private static EscrowShare with(EscrowShare s, SecretBytes bytes, int index) {
    return new EscrowShare(
        s.set(), s.epoch(), s.place(), s.group(), s.policyHash(), index, s.threshold(), bytes);
  }

  private static SecretBytes flipped(SecretBytes secret, int bit) {
    return secret.expose(
        bytes -> {
          var copy = bytes.clone();
          copy[bit / 8] ^= (byte) (1 << (bit % 8));
          return SecretBytes.taking(copy);
        });
  }
}
