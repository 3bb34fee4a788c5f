package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.audit.AuditKeys;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.store.LocalWork;
import java.util.List;

/** The real log on the test's transactions, for every test of something that must be entered. */
public final class TestAudit {
  final ChainWriter writer;
  final Refusals refusals;
  final FirstEntry first;
  private final KeyDesk desk;
  private final ChainLog log;

  private TestAudit(LocalWork work, TestKeys keys) {
    var key = new AuditKey(work.sql(), keys.application(), work.engine());
    var subjects = new SubjectKeys(work.sql(), keys.application(), keys.erasures(), work.engine());
    writer = new ChainWriter(work.sql(), key, subjects);
    refusals = new Refusals(work.sql(), work.engine(), writer);
    first = new FirstEntry(work.sql(), work.engine(), key, writer);
    var reader = new ChainReader(work.sql(), writer);
    desk = new KeyDesk(work.sql(), work.engine(), work.eraser(), key, writer, subjects);
    log = new ChainLog(writer, reader, refusals, key, subjects);
  }

  /**
   * A log with a key service of its own; one per test class, for a database keeps its signing key.
   */
  public static TestAudit open(LocalWork work) {
    return open(work, TestKeys.open());
  }

  /** A log that shares the key service of the test. */
  public static TestAudit open(LocalWork work, TestKeys keys) {
    return new TestAudit(work, keys);
  }

  /** What operators may have done to the log's keys. */
  public AuditKeys keys() {
    return desk;
  }

  /** The columns that this feature seals. */
  public static List<SealedColumn> columns() {
    return List.of(AuditKey.sealed(), SubjectKeys.sealed());
  }

  public AuditLog log() {
    return log;
  }
}
