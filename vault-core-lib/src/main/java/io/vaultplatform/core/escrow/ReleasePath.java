package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One way to open: every one of its groups, and the platform where it is named. A policy opens by
 * any one of its paths.
 *
 * @param number from 1, in the policy's order
 * @param platform whether the platform's secret is needed as well
 * @param groups the trustees, each group with its own quorum
 */
public record ReleasePath(int number, boolean platform, List<Group> groups) {
  /** Each path costs a packet and a share for every portion; more choices confuse people. */
  public static final int MOST = 4;

  /**
   * Trustees of whom {@code threshold} must give their share.
   *
   * @param trustees their ids; the place in this list is the index of the share
   */
  public record Group(int threshold, List<UUID> trustees) {
    public Group {
      trustees = List.copyOf(trustees);
      if (threshold < 1 || threshold > trustees.size()) {
        throw new IllegalArgumentException(
            "a quorum of shares larger than the trustees opens nothing");
      }
      if (trustees.size() > ReleasePolicy.MOST_PEOPLE) {
        throw new IllegalArgumentException("at most " + ReleasePolicy.MOST_PEOPLE + " trustees");
      }
      if (new HashSet<>(trustees).size() != trustees.size()) {
        throw new IllegalArgumentException("a trustee holds one share of a group");
      }
    }

    boolean isMetBy(Collection<UUID> given) {
      return trustees.stream().filter(given::contains).count() >= threshold;
    }

    private static Group read(Fields group) {
      return new Group(
          Reading.count(group, "threshold", 1, ReleasePolicy.MOST_PEOPLE),
          Reading.uuids(group, "trustees"));
    }

    private Map<String, Object> toTree() {
      return Map.of(
          "threshold", threshold, "trustees", trustees.stream().map(UUID::toString).toList());
    }
  }

  public ReleasePath {
    groups = List.copyOf(groups);
    if (number < 1 || number > MOST) {
      throw new IllegalArgumentException("a policy has 1 to " + MOST + " paths");
    }
    if (groups.isEmpty() || groups.size() > MOST) {
      throw new IllegalArgumentException(
          "a path has 1 to " + MOST + " groups of trustees; none opens without a trustee");
    }
    long named = groups.stream().mapToLong(g -> g.trustees().size()).sum();
    if (named != groups.stream().flatMap(g -> g.trustees().stream()).distinct().count()) {
      throw new IllegalArgumentException("a trustee in two groups of one path would count twice");
    }
  }

  /** The platform AND {@code threshold} of these. */
  public static ReleasePath withPlatform(int number, int threshold, List<UUID> trustees) {
    return new ReleasePath(number, true, List.of(new Group(threshold, trustees)));
  }

  /** {@code threshold} of these, without the platform. */
  public static ReleasePath alone(int number, int threshold, List<UUID> trustees) {
    return new ReleasePath(number, false, List.of(new Group(threshold, trustees)));
  }

  /** Whether these trustees' shares are enough of every group. */
  public boolean isMetBy(Collection<UUID> given) {
    return groups.stream().allMatch(group -> group.isMetBy(given));
  }

  /** The fewest trustees who open it. */
  public int sharesNeeded() {
    return groups.stream().mapToInt(Group::threshold).sum();
  }

  /** Everybody who holds a share of it. */
  public Set<UUID> holders() {
    var all = new HashSet<UUID>();
    groups.forEach(group -> all.addAll(group.trustees()));
    return all;
  }

  /**
   * Whether everybody who together could open {@code older} can open this one too, group by group.
   */
  boolean admitsAllOf(ReleasePath older) {
    return older.groups().size() == groups.size()
        && java.util.stream.IntStream.range(0, groups.size())
            .allMatch(
                i ->
                    groups.get(i).threshold() <= older.groups().get(i).threshold()
                        && groups.get(i).trustees().containsAll(older.groups().get(i).trustees()));
  }

  static ReleasePath read(Fields path) {
    return new ReleasePath(
        Reading.count(path, "path", 1, MOST),
        switch (path.text("platform")) {
          case "required" -> true;
          case "none" -> false;
          default -> throw new FieldException(path.where("platform"), "is not required or none");
        },
        Reading.list(path, "groups", 1, MOST, Group::read));
  }

  Map<String, Object> toTree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("path", number);
    tree.put("platform", platform ? "required" : "none");
    tree.put("groups", groups.stream().map(Group::toTree).toList());
    return tree;
  }
}
