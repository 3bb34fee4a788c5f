package io.vaultplatform.core.content;

import static io.vaultplatform.core.content.EncryptionClass.A;
import static io.vaultplatform.core.content.EncryptionClass.C;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What it takes to move content from one class to another (INV-02: no silent downgrade).
 *
 * <p>A document's own class never changes. A change of class is a new document from the client,
 * which succeeds the old one, and this rule says whether and how that is allowed. {@code rule}
 * looks at every class the content ever had, because C→B and then B→A, each allowed alone, would
 * together turn class C into class A.
 *
 * <table>
 *   <caption>From (row) to (column)</caption>
 *   <tr><td></td><td>A</td><td>B</td><td>C</td></tr>
 *   <tr><td>A</td><td>unchanged</td><td>strengthened</td><td>strengthened</td></tr>
 *   <tr><td>B</td><td>weakened; never if it was C</td><td>unchanged</td><td>strengthened</td></tr>
 *   <tr><td>C</td><td>never</td><td>weakened</td><td>unchanged</td></tr>
 * </table>
 */
public sealed interface ClassChange {

  /**
   * How long a weakening waits, if the server is not told otherwise, so that an owner who did not
   * ask for it can stop it.
   */
  Duration WAITING = Duration.ofDays(3);

  /** The shortest waiting that a server may be told: a day, for a letter is read daily at best. */
  Duration LEAST_WAITING = Duration.ofDays(1);

  /** Nothing changes. */
  record Unchanged() implements ClassChange {}

  /** Allowed at once. {@code caution} says what the stronger class cannot undo. */
  record Strengthened(String caution) implements ClassChange {}

  /**
   * Allowed after the owner typed {@code words}, was told by letter, and the waiting has passed;
   * all of it is audited.
   */
  record Weakened(String words) implements ClassChange {}

  /** Never allowed. */
  record Never(String why) implements ClassChange {}

  /** The rule for content that only ever had the class {@code from}. */
  static ClassChange rule(EncryptionClass from, EncryptionClass to) {
    return rule(List.of(from), to);
  }

  /**
   * The rule for content with a history.
   *
   * @param history every class it ever had, oldest first, its present one last; not empty
   * @param to the class asked for
   */
  static ClassChange rule(List<EncryptionClass> history, EncryptionClass to) {
    Objects.requireNonNull(to, "to");
    var from = history.getLast();
    if (from == to) {
      return new Unchanged();
    }
    if (to == A && history.contains(C)) {
      return new Never("What was ever class C never becomes class A.");
    }
    return switch (from) {
      case A ->
          new Strengthened(
              "The server could read it until now; a stronger class protects what comes, not what"
                  + " was.");
      case B ->
          to == C ? new Strengthened("A release handed out before keeps its copy.") : weakened(to);
      case C -> weakened(to);
    };
  }

  private static ClassChange weakened(EncryptionClass to) {
    return new Weakened("make it class " + to.name());
  }
}
