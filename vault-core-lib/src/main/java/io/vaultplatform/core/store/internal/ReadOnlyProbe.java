package io.vaultplatform.core.store.internal;

import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.function.Function;

/**
 * A question to the database on behalf of nobody, for probes: in a transaction of its own that sees
 * no owner's row.
 */
@ApplicationScoped
class ReadOnlyProbe {
  @Inject private Sql sql;

  @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
  public <T> T ask(Function<Sql, T> question) {
    return question.apply(sql);
  }
}
