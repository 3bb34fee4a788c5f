package io.vaultplatform.core.grants;

import io.vaultplatform.core.base.AccountId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whether somebody may do something in a vault, and the sentence that says why (or why not).
 *
 * <p>Pure: grants, time and the triggers that were released are arguments, so any decision of the
 * past can be made again and explained.
 */
public sealed interface GrantDecision {

  /** For people and for the audit log. Names grants and dates, never content. */
  String explanation();

  /**
   * Allowed.
   *
   * @param grant the grant it rests on; empty for the owner
   */
  record Allowed(Optional<GrantId> grant, String explanation) implements GrantDecision {}

  /**
   * Refused.
   *
   * @param nearest the grant that came nearest to allowing it, when one names this person and thing
   */
  record Refused(Optional<GrantId> nearest, String explanation) implements GrantDecision {}

  /**
   * What is asked.
   *
   * @param who asks
   * @param right to do what
   * @param what with what
   */
  record Question(AccountId who, Right right, Target what) {}

  /**
   * Decides.
   *
   * @param owner of the vault
   * @param grants of the vault, in any order; those of other people and other vaults do not matter
   * @param released triggers of the vault that were released
   */
  static GrantDecision decide(
      Question question,
      AccountId owner,
      Collection<Grant> grants,
      Set<UUID> released,
      Instant now) {
    if (question.who().equals(owner)) {
      return new Allowed(Optional.empty(), "allowed to the owner");
    }
    return grants.stream()
        .filter(grant -> grant.who().equals(question.who()))
        .filter(grant -> grant.what().covers(question.what()))
        .sorted(Comparator.comparing(grant -> grant.id().value()))
        .map(grant -> judge(grant, question.right(), released, now))
        .min(Comparator.comparingInt(Judged::distance))
        .map(Judged::decision)
        .orElseGet(() -> new Refused(Optional.empty(), "refused: no grant names you for this"));
  }

  // The smallest distance is the answer: allowed first, then what time alone will mend, then what
  // only the
  // owner can.
  private static Judged judge(Grant grant, Right asked, Set<UUID> released, Instant now) {
    if (!grant.right().includes(asked)) {
      return refused(
          grant, 5, "the grant allows to " + grant.right().text() + ", not to " + asked.text());
    }
    if (grant.revoked().isPresent()) {
      return refused(grant, 4, "taken back on " + day(grant.revoked().get()));
    }
    if (grant.until().isPresent() && !now.isBefore(grant.until().get())) {
      return refused(grant, 3, "expired on " + day(grant.until().get()));
    }
    if (now.isBefore(grant.from())) {
      return refused(grant, 2, "begins on " + day(grant.from()));
    }
    return switch (grant.condition()) {
      case Condition.Now immediately -> allowed(grant);
      case Condition.AfterRelease(var trigger) ->
          released.contains(trigger)
              ? allowed(grant)
              : refused(grant, 1, "holds after the release of trigger " + trigger);
    };
  }

  private static Judged allowed(Grant grant) {
    return new Judged(0, new Allowed(Optional.of(grant.id()), "allowed under grant " + grant.id()));
  }

  private static Judged refused(Grant grant, int distance, String why) {
    return new Judged(
        distance,
        new Refused(Optional.of(grant.id()), "refused: " + why + " (grant " + grant.id() + ")"));
  }

  private static String day(Instant time) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'")
        .withZone(ZoneOffset.UTC)
        .format(time);
  }

  /** A grant's answer and how far it is from allowing. */
  record Judged(int distance, GrantDecision decision) {}
}
