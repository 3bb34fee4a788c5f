package io.vaultplatform.core.escrow.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.store.LocalWork;

/** The real gate on the test's transactions. */
public final class TestGate {
  private TestGate() {}

  public static Gate open(LocalWork work, TestKeys keys, AuditLog audit) {
    var sql = work.sql();
    return new LocalGate(
        work.gate(),
        new GateRows(sql),
        new GateKeyRows(sql, keys.application(), keys.gate(), audit),
        new ReleaseKeyRows(sql, keys.application(), keys.gate()),
        new GateLog(audit));
  }
}
