package io.vaultplatform.core.grants.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.grants.Grants;
import io.vaultplatform.core.store.LocalWork;

/** The real grants on the test's transactions. */
public final class TestGrants {
  private TestGrants() {}

  public static Grants open(LocalWork work, AuditLog audit) {
    return new GrantBook(new GrantRows(work.sql()), audit, work.current(), work.sql());
  }
}
