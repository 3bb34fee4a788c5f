package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.release.ProofTerm;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One look at the terms whose time has come: asks the trustee where {@link ProofTerm} says so, and
 * has the owner told where that leaves too few. Each term is a transaction of its own; one that
 * fails is tried again later and holds up no other.
 */
@ApplicationScoped
class DueProofs {
  private static final Logger LOG = System.getLogger(DueProofs.class.getName());
  private static final int BATCH = 200;
  private static final Duration AFTER_A_FAILURE = Duration.ofHours(1);
  private static final String PRODUCT = "vault.product";

  private final EngineWork engine;
  private final Sql sql;
  private final ProofRows rows;
  private final HeldArmings armings;
  private final ProofLetters letters;
  private final ProofWarnings warnings;
  private final ReleaseLog log;
  private final Settings settings;

  @Inject
  DueProofs(
      EngineWork engine,
      Sql sql,
      ProofRows rows,
      HeldArmings armings,
      ProofLetters letters,
      ProofWarnings warnings,
      ReleaseLog log,
      Settings settings) {
    this.engine = engine;
    this.sql = sql;
    this.rows = rows;
    this.armings = armings;
    this.letters = letters;
    this.warnings = warnings;
    this.log = log;
    this.settings = settings;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  DueProofs() {
    this(null, null, null, null, null, null, null, null);
  }

  /** Looks at what is due of this product. */
  void look() {
    var product = settings.within(Set.of(PRODUCT)).required(PRODUCT);
    List<ProofRows.Key> due = engine.call(() -> rows.due(product, sql.now(), BATCH));
    due.forEach(this::alone);
  }

  private void alone(ProofRows.Key key) {
    try {
      engine.run(() -> look(key));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the proof of trustee " + key.trustee() + " could not be looked at", e);
      engine.run(() -> rows.lookAt(key, Optional.of(sql.now().plus(AFTER_A_FAILURE))));
    }
  }

  private void look(ProofRows.Key key) {
    var held = armings.of(key);
    armings.lock(held);
    var now = sql.now();
    rows.lock(key)
        .filter(row -> row.nextLook().filter(next -> !next.isAfter(now)).isPresent())
        .ifPresent(row -> look(row, held, now));
  }

  private void look(ProofRows.Term row, List<HeldArmings.Held> held, Instant now) {
    var calm = held.stream().filter(HeldArmings.Held::isCalm).toList();
    if (held.isEmpty()) {
      rest(row.key(), now);
    } else if (calm.isEmpty()) {
      rows.lookAt(row.key(), Optional.of(now.plus(ProofTerm.APART)));
    } else {
      switch (row.term().look(now)) {
        case ProofTerm.Look.Wait(var next) -> {
          rows.save(row.key(), row.term(), next);
          calm.forEach(arming -> warnings.assess(arming, now));
        }
        case ProofTerm.Look.Ask(var next) -> {
          rows.save(row.key(), row.term().asked(now), next);
          letters.ask(row.product(), row.key().vault(), row.key().trustee(), row.term().due(), now);
          calm.forEach(arming -> warnings.assess(arming, now));
          log.proofAsked(row.key().vault(), row.key().trustee(), row.term().due());
        }
      }
    }
  }

  // Arming wakes it again; what was armed while we waited for the row is looked at next time.
  private void rest(ProofRows.Key key, Instant now) {
    rows.lookAt(key, armings.of(key).isEmpty() ? Optional.empty() : Optional.of(now));
  }
}
