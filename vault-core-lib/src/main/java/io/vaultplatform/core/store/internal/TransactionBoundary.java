package io.vaultplatform.core.store.internal;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.store.CurrentPrincipal;
import io.vaultplatform.core.store.Principal;
import io.vaultplatform.core.store.PrincipalSql;
import io.vaultplatform.core.store.Sql;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The first thing inside a transaction: the database learns who acts. It is told once; the registry
 * of the transaction remembers, and a second principal in the same transaction is a bug that must
 * not be carried out.
 */
@ApplicationScoped
class TransactionBoundary {
  private static final String KEY = "vault.principal";

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry registry;

  @Inject private CurrentPrincipal current;
  @Inject private Sql sql;

  /** Whether this call is the one that began the transaction. */
  public boolean enter() {
    if (registry.getTransactionStatus() != Status.STATUS_ACTIVE) {
      throw new IllegalStateException("no active transaction: put @Work on the class");
    }
    var who = current.get();
    var before = (Principal) registry.getResource(KEY);
    if (before == null) {
      PrincipalSql.apply(sql, who);
      registry.putResource(KEY, who);
      return true;
    }
    if (!before.equals(who)) {
      throw new IllegalStateException(
          "the principal changed within one transaction, from " + before + " to " + who);
    }
    return false;
  }

  /** Called by whoever began the transaction: a refusal changes nothing. */
  public void leave(@Nullable Object result) {
    if (result instanceof Outcome.Refused<?>) {
      registry.setRollbackOnly();
    }
  }
}
