package io.vaultplatform.counter.grants.internal;

import io.vaultplatform.core.store.Sql;
import io.vaultplatform.counter.grants.Given;

/** A grant without an entry. */
final class ChangesInSilence implements Given {
  private final Sql sql;

  ChangesInSilence(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void give() {
    write();
  }

  private void write() {
    sql.update("INSERT INTO grants VALUES (1)");
  }
}
