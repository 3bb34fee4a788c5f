package io.vaultplatform.core.release;

import io.vaultplatform.core.escrow.ReleasePath;
import io.vaultplatform.core.escrow.ReleasePolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How many trustees of one group have shown within the year that their key works, beside how many
 * the group needs.
 *
 * @param path the path's number
 * @param group the group's number within the path, from 1
 * @param needed the group's quorum
 * @param recent trustees whose proof stands
 * @param awaited trustees who were never asked long enough: their first term runs
 */
public record GroupProofs(int path, int group, int needed, int recent, int awaited) {

  /** Every group of a policy, in its order; whoever has no term counts for nothing. */
  public static List<GroupProofs> counted(
      ReleasePolicy policy, Map<UUID, ProofTerm> terms, Instant now) {
    var all = new ArrayList<GroupProofs>();
    for (var path : policy.paths()) {
      for (int i = 0; i < path.groups().size(); i++) {
        all.add(of(path.number(), i + 1, path.groups().get(i), terms, now));
      }
    }
    return List.copyOf(all);
  }

  private static GroupProofs of(
      int path, int number, ReleasePath.Group group, Map<UUID, ProofTerm> terms, Instant now) {
    int recent = 0;
    int awaited = 0;
    for (var trustee : group.trustees()) {
      var term = Optional.ofNullable(terms.get(trustee));
      if (term.filter(t -> t.isRecent(now)).isPresent()) {
        recent++;
      } else if (term.filter(t -> t.standing(now) == ProofTerm.Standing.AWAITED).isPresent()) {
        awaited++;
      }
    }
    return new GroupProofs(path, number, group.threshold(), recent, awaited);
  }

  /** Trustees who count: their proof stands, or is still waited for. */
  public int standing() {
    return recent + awaited;
  }

  /** Whether the owner has to know: fewer count than are needed to open. */
  public boolean isShort() {
    return standing() < needed;
  }

  /** The groups that are short. */
  public static List<GroupProofs> shortOf(List<GroupProofs> all) {
    return all.stream().filter(GroupProofs::isShort).toList();
  }

  /** The one with the most missing; the first of several. */
  public static Optional<GroupProofs> worst(List<GroupProofs> all) {
    return all.stream()
        .filter(GroupProofs::isShort)
        .min(Comparator.comparingInt(group -> group.standing() - group.needed()));
  }

  /**
   * A shortage as the owner was last seen to know it.
   *
   * @param standing how many counted then
   */
  public record Known(int path, int group, int standing) {}

  /**
   * Whether it is worse than what was known: a group became short, or has fewer than it had. Only
   * then is the owner written to; what becomes better is shown, and no letter.
   */
  public static boolean isWorse(List<GroupProofs> now, List<Known> before) {
    return shortOf(now).stream()
        .anyMatch(
            group ->
                before.stream()
                    .filter(known -> known.path() == group.path() && known.group() == group.group())
                    .noneMatch(known -> known.standing() <= group.standing()));
  }
}
