package io.vaultplatform.core.keys.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.core.store.Sql;
import java.time.Clock;

/** The real directory on a test's transactions. */
public final class TestDirectory {
  private TestDirectory() {}

  public static KeyDirectory on(Sql sql, AuditLog audit, Clock clock) {
    return new DirectoryRows(sql, audit, clock);
  }
}
