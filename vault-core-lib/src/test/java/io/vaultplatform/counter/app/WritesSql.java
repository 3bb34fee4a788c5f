package io.vaultplatform.counter.app;

import io.vaultplatform.core.store.Sql;

/** A product with statements of its own. */
final class WritesSql {
  Class<?> wanted() {
    return Sql.class;
  }
}
