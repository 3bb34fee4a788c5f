package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.escrow.ClaimWarrant;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.people.Recipient;
import io.vaultplatform.core.people.Recipients;
import io.vaultplatform.core.release.Claims;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.Triggers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes the key that a recipient brings, in one transaction of the engine's. The trigger's row is
 * locked from before the gate is asked until everything is committed, as in a hand-over: a release
 * that is called back comes before, and then nothing is opened, or after; and of two keys that come
 * at once one is the first.
 */
@ApplicationScoped
class ClaimDesk implements Claims {
  private static final String REASON = "recipient_brought_a_key";
  private static final String ENGINE = "engine";

  private final Sql sql;
  private final EngineWork engine;
  private final Recipients recipients;
  private final Triggers triggers;
  private final CaseRows cases;
  private final ClaimRows rows;
  private final Gate gate;
  private final ReleaseLog log;

  @Inject
  ClaimDesk(
      Sql sql,
      EngineWork engine,
      Recipients recipients,
      Triggers triggers,
      CaseRows cases,
      ClaimRows rows,
      Gate gate,
      ReleaseLog log) {
    this.sql = sql;
    this.engine = engine;
    this.recipients = recipients;
    this.triggers = triggers;
    this.cases = cases;
    this.rows = rows;
    this.gate = gate;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ClaimDesk() {
    this(null, null, null, null, null, null, null, null);
  }

  @Override
  public Outcome<Claimed> bring(String session, UUID trigger, RecipientKeys keys) {
    return recipients.admitted(session).then(recipient -> brought(recipient, trigger, keys));
  }

  private Outcome<Claimed> brought(Recipient recipient, UUID trigger, RecipientKeys keys) {
    var outcome = engine.call(() -> locked(recipient, trigger, keys));
    // After the transaction that it rolled back, in one of its own. Of what was never handed over
    // to them nothing is entered: the trigger may be somebody else's.
    if (outcome instanceof Outcome.Refused<Claimed>(var refusal)
        && refusal.reason() != Refusal.Reason.NOT_FOUND) {
      log.keyRefused(recipient.vault(), trigger, recipient.id().value(), refusal);
      return refusal.field().equals(Optional.of("gate")) ? notNow() : outcome;
    }
    return outcome;
  }

  private Outcome<Claimed> locked(Recipient recipient, UUID trigger, RecipientKeys keys) {
    if (handed(recipient, trigger).isEmpty()) {
      return nothing();
    }
    triggers.lock(new TriggerId(trigger));
    // Read again under the lock: it may have been called back.
    var handed = handed(recipient, trigger);
    return handed.isEmpty() ? nothing() : claimed(recipient, handed, keys);
  }

  private List<CaseRows.Handed> handed(Recipient recipient, UUID trigger) {
    return cases.handed(recipient.vault(), recipient.id().value()).stream()
        .filter(handed -> handed.epoch().epoch().trigger().equals(trigger))
        .toList();
  }

  private Outcome<Claimed> claimed(
      Recipient recipient, List<CaseRows.Handed> handed, RecipientKeys keys) {
    var policy = handed.getLast().epoch().readPolicy();
    var me = recipient.id().value();
    boolean byPlatform =
        policy
            .recipient(me)
            .filter(named -> named.opens() == ReleasePolicy.Opens.EXECUTOR)
            .isPresent();
    if (!byPlatform) {
      return nothing();
    }
    var key = keys.of(policy.suite()).filter(k -> !k.equals(policy.gate().recipient()));
    if (key.isEmpty()) {
      return refused(
          Refusal.Reason.UNACCEPTABLE,
          "This release is of suite "
              + policy.suite()
              + ": bring a key of your own of that suite.");
    }
    return claimed(policy, me, handed, key.get());
  }

  private Outcome<Claimed> claimed(
      ReleasePolicy policy, UUID me, List<CaseRows.Handed> handed, AgeRecipient key) {
    var epoch = policy.epoch();
    var before = rows.brought(epoch, me);
    if (before.filter(b -> !b.fingerprint().equals(key.fingerprint())).isPresent()) {
      return refused(
          Refusal.Reason.CONFLICT,
          "Another key was brought for this release before; the first one stays.");
    }
    var waiting = handed.stream().filter(CaseRows.Handed::waits).toList();
    if (waiting.isEmpty()) {
      return before
          .map(b -> done(handed, key, log.receipt(epoch.vault(), b.entry())))
          .orElseGet(ClaimDesk::nothing);
    }
    var warrant = new ClaimWarrant(epoch, me, key, policy.hash(), REASON, ENGINE);
    return gate.readdress(warrant)
        .then(opened -> exactly(waiting, opened))
        .then(
            opened -> {
              var entry = log.readdressed(warrant, opened);
              store(epoch, me, key, opened.packets(), before.isEmpty(), entry);
              return done(handed, key, log.receipt(entry));
            });
  }

  private void store(
      Epoch epoch,
      UUID me,
      AgeRecipient key,
      List<EscrowPacket.Inner> packets,
      boolean first,
      Entry entry) {
    if (first) {
      rows.bring(epoch, me, key.fingerprint(), entry.sequence(), sql.now());
    }
    packets.forEach(packet -> rows.readdress(epoch, packet));
  }

  private static Outcome<Claimed> done(
      List<CaseRows.Handed> handed, AgeRecipient key, io.vaultplatform.core.audit.Receipt receipt) {
    return Outcome.done(
        new Claimed(
            key.fingerprint(), handed.stream().map(CaseRows.Handed::portion).toList(), receipt));
  }

  // INV-10: for this recipient, of what was handed over to them, and all of it.
  private static Outcome<Gate.Readdressed> exactly(
      List<CaseRows.Handed> waiting, Gate.Readdressed opened) {
    var expected = new HashSet<>(waiting.stream().map(CaseRows.Handed::portion).toList());
    var found = new HashSet<>(opened.packets().stream().map(EscrowPacket.Inner::portion).toList());
    return found.equals(expected) && opened.packets().size() == waiting.size()
        ? Outcome.done(opened)
        : Outcome.refused(
            Refusal.Reason.CONFLICT, "gate", "PACKET: others wait than were handed over.");
  }

  private static <T> Outcome<T> refused(Refusal.Reason reason, String detail) {
    return Outcome.refused(reason, "key", detail);
  }

  // What the gate saw in the log is for the log; a recipient can only wait.
  private static Outcome<Claimed> notNow() {
    return Outcome.refused(
        Refusal.Reason.CONFLICT,
        "gate",
        "Nothing can be opened for you now. If the release is only held, try again later.");
  }

  private static <T> Outcome<T> nothing() {
    return Outcome.refused(
        Refusal.of(Refusal.Reason.NOT_FOUND, "There is nothing here for you, or no longer."));
  }
}
