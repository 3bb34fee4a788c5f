package io.vaultplatform.core.triggers.spi;

import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.triggers.Effect;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A step as it is about to commit.
 *
 * @param epoch the epoch the trigger is in after the step
 * @param event what happened
 * @param effects what must happen, in this order
 * @param entry the step's audit entry
 */
public record StepTaken(
    VaultId vault,
    String product,
    TriggerId trigger,
    long epoch,
    Plan plan,
    TriggerState from,
    TriggerState to,
    TriggerEvent event,
    List<Effect> effects,
    Entry entry) {
  private static final Pattern OCCASION = Pattern.compile("[a-z]{1,20}_([0-9]{1,17})");

  public StepTaken {
    effects = List.copyOf(effects);
  }

  /** When it happened: the time that evidence about its notices names as {@code asked}. */
  public Instant at() {
    return event.at();
  }

  /**
   * A word and the time of this step as one lower-case word, for what travels through the outbox
   * and comes back as evidence: {@code reminder_1767254400123456} (microseconds).
   */
  public String occasion(String word) {
    var occasion = word + "_" + ChronoUnit.MICROS.between(Instant.EPOCH, at());
    if (!OCCASION.matcher(occasion).matches()) {
      throw new IllegalArgumentException("an occasion is named by lower-case letters");
    }
    return occasion;
  }

  /** The time in an {@link #occasion}; empty when it holds none. */
  public static Optional<Instant> asked(String occasion) {
    var matcher = OCCASION.matcher(occasion);
    return matcher.matches()
        ? Optional.of(
            Instant.EPOCH.plus(Duration.of(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS)))
        : Optional.empty();
  }
}
