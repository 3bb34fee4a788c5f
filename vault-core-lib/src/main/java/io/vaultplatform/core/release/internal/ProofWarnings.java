package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.release.GroupProofs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;

/**
 * Compares the proofs that stand with what the owner was told, and tells them once of what became
 * worse. Whoever calls it holds the trigger's lock, so that two proofs at one moment see each
 * other.
 */
@ApplicationScoped
class ProofWarnings {
  private final ProofRows rows;
  private final ProofLetters letters;
  private final ReleaseLog log;

  @Inject
  ProofWarnings(ProofRows rows, ProofLetters letters, ReleaseLog log) {
    this.rows = rows;
    this.letters = letters;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ProofWarnings() {
    this(null, null, null);
  }

  public void assess(HeldArmings.Held arming, Instant now) {
    var epoch = arming.row().epoch();
    var groups = GroupProofs.counted(arming.policy(), rows.terms(arming.policy()), now);
    var known = rows.known(epoch);
    var shortages = GroupProofs.shortOf(groups);
    if (shortages.isEmpty() && known.isEmpty()) {
      return;
    }
    rows.know(epoch, shortages, now);
    if (GroupProofs.isWorse(groups, known)) {
      GroupProofs.worst(groups)
          .ifPresent(worst -> letters.warn(arming.view().product(), epoch, worst, now));
      log.proofsShort(epoch, shortages);
    }
  }
}
