package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Digest;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A stage of a release: who receives in it, in sets that each see only their own documents.
 *
 * @param number from 1, in order
 * @param abort how long after its hand-over the next stage can still be stopped
 * @param sets who receives, by the sets' order; the first is number 1
 */
public record ReleaseStage(int number, Duration abort, List<RecipientSet> sets) {

  /**
   * Recipients who get the same documents.
   *
   * @param escrow fingerprint of the set's escrow identity in this stage
   */
  public record RecipientSet(String escrow, List<UUID> recipients) {
    public RecipientSet {
      recipients = List.copyOf(recipients);
      if (!Digest.isSha256Hex(escrow)) {
        throw new IllegalArgumentException(
            "an escrow identity is named by the SHA-256 of its recipient");
      }
      if (recipients.isEmpty() || recipients.size() > ReleasePolicy.MOST_PEOPLE) {
        throw new IllegalArgumentException(
            "a set has 1 to " + ReleasePolicy.MOST_PEOPLE + " recipients");
      }
      if (new HashSet<>(recipients).size() != recipients.size()) {
        throw new IllegalArgumentException("a recipient is in a set once");
      }
    }

    private Map<String, Object> toTree(int number) {
      return Map.of(
          "set",
          number,
          "escrow",
          escrow,
          "recipients",
          recipients.stream().map(UUID::toString).toList());
    }
  }

  public ReleaseStage {
    sets = List.copyOf(sets);
    if (number < 1 || sets.isEmpty() || sets.size() > Portion.MOST) {
      throw new IllegalArgumentException("a stage has 1 to " + Portion.MOST + " sets");
    }
    if (abort.isNegative() || abort.isZero()) {
      throw new IllegalArgumentException("every window is longer than zero");
    }
  }

  /** Its portions, in order. */
  public List<Portion> portions() {
    return IntStream.rangeClosed(1, sets.size()).mapToObj(s -> new Portion(number, s)).toList();
  }

  private record Numbered(int number, RecipientSet set) {
    static Numbered read(Fields set) {
      return new Numbered(
          Reading.count(set, "set", 1, Portion.MOST),
          new RecipientSet(set.hash("escrow"), Reading.uuids(set, "recipients")));
    }
  }

  static ReleaseStage read(Fields stage) {
    var sets = Reading.list(stage, "sets", 1, Portion.MOST, Numbered::read);
    for (int i = 0; i < sets.size(); i++) {
      if (sets.get(i).number() != i + 1) {
        throw new IllegalArgumentException("the sets of a stage count 1, 2, …");
      }
    }
    return new ReleaseStage(
        Reading.count(stage, "stage", 1, Portion.MOST),
        stage.duration("abort"),
        sets.stream().map(Numbered::set).toList());
  }

  Map<String, Object> toTree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("stage", number);
    tree.put("abort", abort.toString());
    tree.put(
        "sets", IntStream.range(0, sets.size()).mapToObj(i -> sets.get(i).toTree(i + 1)).toList());
    return tree;
  }
}
