package io.vaultplatform.core.escrow.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.store.LocalWork;
import java.util.List;
import java.util.stream.Stream;

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

  /** Every private identity that the gate has for an epoch: its own, and the release key's. */
  public static List<AgeIdentity> identities(
      LocalWork work, TestKeys keys, AuditLog audit, Epoch epoch) {
    var sql = work.sql();
    var own = new GateKeyRows(sql, keys.application(), keys.gate(), audit);
    var release = new ReleaseKeyRows(sql, keys.application(), keys.gate());
    return work.gate()
        .call(
            () ->
                Stream.concat(
                        Stream.of(own.identity(Suite.CLASSIC)),
                        release.find(epoch).stream()
                            .flatMap(stored -> release.openAll(epoch, stored).stream()))
                    .toList());
  }
}
