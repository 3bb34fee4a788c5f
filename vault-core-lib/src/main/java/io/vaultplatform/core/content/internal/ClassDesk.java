package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.base.Refusal.Reason.CONFLICT;
import static io.vaultplatform.core.base.Refusal.Reason.FORBIDDEN;
import static io.vaultplatform.core.base.Refusal.Reason.NOT_FOUND;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ClassChange;
import io.vaultplatform.core.content.ClassLedger;
import io.vaultplatform.core.content.ClassMove;
import io.vaultplatform.core.content.ClassNotice;
import io.vaultplatform.core.content.ClassOrder;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.content.spi.OwnerNotices;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The life of an order until its successor comes: taken, told of, cancelled.
 *
 * <p>Locks in this order: the vault's row, the order's row, the log's head.
 */
@Work
class ClassDesk implements ClassNotice {
  private final DocumentRows documents;
  private final ClassRows rows;
  private final Owners owners;
  private final Arming arming;
  private final Iterable<OwnerNotices> notices;
  private final ContentLog log;
  private final Sql sql;
  private final ContentSettings settings;

  @Inject
  ClassDesk(
      DocumentRows documents,
      ClassRows rows,
      Owners owners,
      Arming arming,
      @Any Instance<OwnerNotices> notices,
      ContentLog log,
      Sql sql,
      ContentSettings settings) {
    this(documents, rows, owners, arming, (Iterable<OwnerNotices>) notices, log, sql, settings);
  }

  /** With known notices. */
  ClassDesk(
      DocumentRows documents,
      ClassRows rows,
      Owners owners,
      Arming arming,
      List<OwnerNotices> notices,
      ContentLog log,
      Sql sql,
      ContentSettings settings) {
    this(documents, rows, owners, arming, (Iterable<OwnerNotices>) notices, log, sql, settings);
  }

  private ClassDesk(
      DocumentRows documents,
      ClassRows rows,
      Owners owners,
      Arming arming,
      Iterable<OwnerNotices> notices,
      ContentLog log,
      Sql sql,
      ContentSettings settings) {
    this.documents = documents;
    this.rows = rows;
    this.owners = owners;
    this.arming = arming;
    this.notices = notices;
    this.log = log;
    this.sql = sql;
    this.settings = settings;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ClassDesk() {
    this(null, null, null, null, (Iterable<OwnerNotices>) null, null, null, null);
  }

  Outcome<ClassLedger> ledger(VaultId vault, DocumentId document) {
    return rows.ledger(vault, document).map(Outcome::done).orElseGet(ClassDesk::unknown);
  }

  Outcome<Vault.Ordered> order(AccountId owner, VaultId vault, DocumentId document, Signed signed) {
    documents.lockVault(vault);
    return ledger(vault, document)
        .then(
            ledger ->
                audited(
                    vault,
                    document,
                    ClassOrder.verify(signed, owners.signingKey(owner), owner, vault, document)
                        .then(order -> ordered(ledger, order, signed))));
  }

  private Outcome<Vault.Ordered> ordered(ClassLedger ledger, ClassOrder order, Signed signed) {
    var before = rows.find(order.vault(), order.successor());
    if (before.isPresent()) {
      return before.get().signed().equals(signed)
          ? Outcome.done(recorded(before.get(), before.get().entry()))
          : taken();
    }
    return ledger
        .judge(order)
        .then(
            change ->
                documents.isThere(order.vault(), order.successor())
                    ? taken()
                    : arming
                        .pinned(order.vault(), order.document())
                        .map(why -> Outcome.<ClassChange>refused(pinned(why)))
                        .orElseGet(() -> Outcome.done(change)))
        .then(change -> add(order, signed, change));
  }

  private Outcome<Vault.Ordered> add(ClassOrder order, Signed signed, ClassChange change) {
    var waiting = change instanceof ClassChange.Weakened ? settings.classWaiting() : Duration.ZERO;
    var now = sql.now();
    if (!waiting.isZero() && !tell(order, now, waiting)) {
      return Outcome.refused(
          CONFLICT,
          "address",
          "A weakening is told to your confirmed address, and there is none: set and confirm one"
              + " first.");
    }
    var entry = log.classChangeOrdered(order, signed.bodyHash(), waiting);
    rows.add(order, signed, now, entry.sequence(), waiting);
    var move = rows.find(order.vault(), order.successor()).orElseThrow();
    return Outcome.done(new Vault.Ordered(move, log.receipt(entry)));
  }

  // Everybody who tells owners is asked: one of them is enough.
  private boolean tell(ClassOrder order, Instant now, Duration waiting) {
    boolean told = false;
    for (var notice : notices) {
      told |= notice.weakening(order, now, waiting);
    }
    return told;
  }

  /** Why a release list keeps the document as it is, as the owner of an order has to read it. */
  static Refusal pinned(Refusal why) {
    return Refusal.of(
        CONFLICT,
        "document",
        "A release list names this document, and a change of class would erase it. While it is"
            + " armed: disarm it first. After a release: its recipients may still fetch it.");
  }

  Outcome<Vault.Ordered> cancel(VaultId vault, DocumentId document, DocumentId successor) {
    documents.lockVault(vault);
    var found =
        rows.lock(vault, successor).filter(move -> move.order().document().equals(document));
    if (found.isEmpty()) {
      return Outcome.refused(NOT_FOUND, "successor", "There is no such order here.");
    }
    var move = found.get();
    return switch (move.state()) {
      case ClassMove.State.Cancelled(var at, var entry) -> Outcome.done(recorded(move, entry));
      case ClassMove.State.Made made ->
          Outcome.refused(CONFLICT, "successor", "The change was carried out already.");
      case ClassMove.State.Open open -> {
        notices.forEach(notice -> notice.withdraw(vault, successor));
        var entry = log.classChangeCancelled(move.order());
        rows.cancelled(move.order(), sql.now(), entry.sequence());
        yield Outcome.done(
            new Vault.Ordered(rows.find(vault, successor).orElseThrow(), log.receipt(entry)));
      }
    };
  }

  @Override
  public void lock(VaultId vault, DocumentId successor) {
    rows.lock(vault, successor);
  }

  @Override
  public void told(VaultId vault, DocumentId successor, Instant at) {
    var waiting =
        rows.lock(vault, successor)
            .filter(ClassMove::isOpen)
            .filter(move -> !move.waiting().isZero() && move.told().isEmpty());
    if (waiting.isPresent()) {
      var due = at.plus(waiting.get().waiting());
      log.classChangeTold(waiting.get().order(), due);
      rows.told(waiting.get().order(), at, due);
    }
  }

  @Override
  public boolean isOpen(VaultId vault, DocumentId successor) {
    return rows.find(vault, successor).filter(ClassMove::isOpen).isPresent();
  }

  // A refusal is entered apart and would wait for the log's head: nothing was appended before it.
  private <T> Outcome<T> audited(VaultId vault, DocumentId document, Outcome<T> outcome) {
    if (outcome instanceof Outcome.Refused<T>(var refusal)) {
      if (refusal.reason() == FORBIDDEN) {
        var present = rows.ledger(vault, document).orElseThrow().present();
        log.forbiddenChange(vault, document, present.type());
      } else {
        log.classChangeRefused(vault, document, refusal);
      }
    }
    return outcome;
  }

  private Vault.Ordered recorded(ClassMove move, long entry) {
    var vault = move.order().vault();
    return new Vault.Ordered(
        move,
        log.receipt(vault, entry)
            .orElseThrow(
                () ->
                    new VaultException("the entry of an order is gone from the log of " + vault)));
  }

  private static <T> Outcome<T> taken() {
    return Outcome.refused(
        CONFLICT, "order.successor", "That id is taken: choose another for the successor.");
  }

  private static <T> Outcome<T> unknown() {
    return Outcome.refused(NOT_FOUND, "document", "There is no such document here.");
  }
}
