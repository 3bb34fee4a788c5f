package io.vaultplatform.counter.grants;

import io.vaultplatform.core.store.Sql;

/** A decision that holds a connection. */
final class PureButStoring {
  Sql sql =
      new Sql(
          () -> {
            throw new IllegalStateException();
          });
}
