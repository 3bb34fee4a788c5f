package io.vaultplatform.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.ReleasePath;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.release.GroupProofs.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whether too few stand is counted group by group, and told once for each time it gets worse. */
class GroupProofsProperties {
  private static final Instant NOW = Instant.parse("2027-06-01T08:00:00Z");
  private static final EscrowWorld WORLD = new EscrowWorld(2, 5, 1);
  private static final List<UUID> TRUSTEES =
      WORLD.trustees.stream().map(EscrowWorld.Person::id).toList();

  // Two of three and one of two together, or four of five.
  private static final ReleasePolicy POLICY =
      WORLD.policy(
          List.of(
              new ReleasePath(
                  1,
                  true,
                  List.of(
                      new ReleasePath.Group(2, TRUSTEES.subList(0, 3)),
                      new ReleasePath.Group(1, TRUSTEES.subList(3, 5)))),
              ReleasePath.withPlatform(2, 4, TRUSTEES)),
          4);

  private static Map<UUID, ProofTerm> terms(Random random) {
    var terms = new HashMap<UUID, ProofTerm>();
    for (var trustee : TRUSTEES) {
      var begun = ProofTerm.begun(NOW.minus(Duration.ofDays(random.nextInt(120))));
      switch (random.nextInt(4)) {
        case 0 -> terms.put(trustee, begun);
        case 1, 2 ->
            terms.put(trustee, begun.proved(NOW.minus(Duration.ofDays(random.nextInt(500)))));
        default -> {}
      }
    }
    return terms;
  }

  @Property(tries = 2000)
  void a_group_is_short_exactly_when_fewer_than_its_quorum_can_be_counted_on(@ForAll long seed) {
    var terms = terms(new Random(seed));
    var all = GroupProofs.counted(POLICY, terms, NOW);
    assertThat(all.stream().map(g -> g.path() + "." + g.group()))
        .containsExactly("1.1", "1.2", "2.1");
    for (var group : all) {
      var named = POLICY.path(group.path()).orElseThrow().groups().get(group.group() - 1);
      // Said once more, without the code that counts.
      long counting =
          named.trustees().stream()
              .flatMap(t -> Optional.ofNullable(terms.get(t)).stream())
              .filter(term -> NOW.isBefore(term.due()))
              .count();
      assertThat(group.standing()).isEqualTo((int) counting);
      assertThat(group.isShort()).isEqualTo(counting < named.threshold());
    }
  }

  @Property(tries = 2000)
  void what_was_told_is_not_told_again_and_what_gets_worse_is(@ForAll long seed) {
    var random = new Random(seed);
    var before = GroupProofs.counted(POLICY, terms(random), NOW);
    var known = known(before);
    assertThat(GroupProofs.isWorse(before, known)).as("the same again").isFalse();
    var after = GroupProofs.counted(POLICY, terms(random), NOW);
    boolean worse = false;
    for (int i = 0; i < after.size(); i++) {
      boolean fewer = after.get(i).standing() < before.get(i).standing();
      worse |= after.get(i).isShort() && (!before.get(i).isShort() || fewer);
    }
    assertThat(GroupProofs.isWorse(after, known)).isEqualTo(worse);
  }

  private static List<Known> known(List<GroupProofs> all) {
    return GroupProofs.shortOf(all).stream()
        .map(g -> new Known(g.path(), g.group(), g.standing()))
        .collect(Collectors.toList());
  }

  @Example
  void the_worst_group_is_the_one_with_the_most_missing() {
    var all = GroupProofs.counted(POLICY, Map.of(), NOW);
    assertThat(GroupProofs.worst(all)).map(GroupProofs::path).contains(2);
    assertThat(GroupProofs.worst(List.of())).isEmpty();
  }
}
