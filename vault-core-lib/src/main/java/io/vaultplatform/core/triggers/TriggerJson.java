package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultException;
import java.time.Duration;
import java.util.Map;

/**
 * Plans and states as trees for {@link io.vaultplatform.core.base.CanonicalJson}: formats {@code
 * trigger-plan/v1} and {@code trigger-state/v1}.
 *
 * <p>A plan is read as a proposal, so a flaw is a refusal naming its field. A state is only ever
 * read back from where we wrote it, so a flaw there is broken trust: resetting an unreadable state
 * could release.
 */
public final class TriggerJson {
  /** The format named by a plan. */
  public static final String PLAN_FORMAT = "vault/trigger-plan/v1";

  /** The format named by a state. */
  public static final String STATE_FORMAT = "vault/trigger-state/v1";

  private TriggerJson() {}

  /** The tree of a plan. */
  public static Map<String, Object> toTree(Plan plan) {
    return PlanTree.toTree(plan);
  }

  /** The plan of a tree, whatever its length of time; for reading back what was accepted before. */
  public static Outcome<Plan> plan(Map<String, ?> tree) {
    try {
      return Outcome.done(PlanTree.plan(Fields.of(tree, "")));
    } catch (FieldException flaw) {
      return Outcome.refused(flaw.refusal());
    }
  }

  /**
   * The plan somebody proposes.
   *
   * @param minimumInterval the floor under every duration
   */
  public static Outcome<Plan> plan(Map<String, ?> tree, Duration minimumInterval) {
    return plan(tree).then(plan -> plan.check(minimumInterval));
  }

  /** The tree of a state. */
  public static Map<String, Object> toTree(TriggerState state) {
    return StateTree.toTree(state);
  }

  /**
   * The state of a tree.
   *
   * @throws VaultException when the tree is not one that {@link #toTree(TriggerState)} makes
   */
  public static TriggerState state(Map<String, ?> tree) {
    try {
      var fields = Fields.of(tree, "");
      fields.format(STATE_FORMAT);
      return StateTree.state(fields);
    } catch (IllegalArgumentException flaw) {
      throw new VaultException(
          "a stored trigger state cannot be read; restore it, do not reset it", flaw);
    }
  }
}
