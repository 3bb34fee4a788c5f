package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Fields;
import java.util.Comparator;
import java.util.Map;

/**
 * One stage of a release and one set of recipients in it: what has an escrow identity of its own,
 * and what a document is for.
 *
 * @param stage 1 for what is handed over first
 * @param set 1 for the stage's first set of recipients
 */
public record Portion(int stage, int set) implements Comparable<Portion> {
  /** More than one release needs; a document may be for all, and its owner is one stanza more. */
  public static final int MOST = 10;

  /** The only one of a release with one stage and one set. */
  public static final Portion ONLY = new Portion(1, 1);

  private static final Comparator<Portion> ORDER =
      Comparator.comparingInt(Portion::stage).thenComparingInt(Portion::set);

  public Portion {
    if (stage < 1 || stage > MOST || set < 1 || set > MOST) {
      throw new IllegalArgumentException("stages and their sets count from 1 to " + MOST);
    }
  }

  static Portion read(Fields fields) {
    return new Portion(
        Reading.count(fields, "stage", 1, MOST), Reading.count(fields, "set", 1, MOST));
  }

  void write(Map<String, Object> body) {
    body.put("stage", stage);
    body.put("set", set);
  }

  @Override
  public int compareTo(Portion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "stage " + stage + ", set " + set;
  }
}
