package io.vaultplatform.system.inside;

import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** A service whose author forgot {@code @Work}. */
@ApplicationScoped
public class WithoutWork {
  @Inject private Sql sql;

  /** Outside of any transaction. */
  public int outsideOfATransaction() {
    return count();
  }

  /** In a transaction that nobody told who acts. */
  @Transactional
  public int inATransactionOfNobody() {
    return count();
  }

  private int count() {
    return sql.list("SELECT id FROM vault_core.vaults", row -> row.uuid("id")).size();
  }
}
