package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Checkpoint;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.Head;
import io.vaultplatform.core.audit.LogExport;
import io.vaultplatform.core.audit.Page;
import io.vaultplatform.core.audit.Query;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.audit.Succession;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.VerificationKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** {@link AuditLog} on the tables: writer, reader and refusals under one roof, and the export. */
@ApplicationScoped
class ChainLog implements AuditLog {
  private static final int PIECE = 200;

  private final ChainWriter writer;
  private final ChainReader reader;
  private final Refusals refusals;
  private final AuditKey key;
  private final SubjectKeys subjects;

  @Inject
  ChainLog(
      ChainWriter writer,
      ChainReader reader,
      Refusals refusals,
      AuditKey key,
      SubjectKeys subjects) {
    this.writer = writer;
    this.reader = reader;
    this.refusals = refusals;
    this.key = key;
    this.subjects = subjects;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ChainLog() {
    writer = null;
    reader = null;
    refusals = null;
    key = null;
    subjects = null;
  }

  @Override
  public Entry append(Draft draft) {
    return writer.append(draft);
  }

  @Override
  public void refuse(Draft draft) {
    refusals.refuse(draft);
  }

  @Override
  public Receipt receipt(Entry entry) {
    return key.given(Receipt.sign(entry, key.get()));
  }

  @Override
  public Optional<Receipt> receipt(Chain chain, long sequence) {
    return reader.receipt(chain, sequence).map(key::given);
  }

  @Override
  public Page list(Chain chain, Query query, OptionalLong after, int limit) {
    return reader.list(chain, query, after.orElse(0), limit);
  }

  @Override
  public List<Entry> after(Chain chain, long sequence, int limit) {
    return reader.after(chain, sequence, limit);
  }

  @Override
  public Head head(Chain chain) {
    return reader.head(chain);
  }

  @Override
  public void export(Chain chain, Actor actor, AgeRecipient owner, OutputStream lines) {
    refusals.settle(chain);
    var last = reader.exportMade(chain, actor);
    // One key from the beginning to the end: the beginning says which ones there are.
    var signer = key.get();
    var checkpoint = Checkpoint.sign(last.head(), last.time(), signer);
    var export = LogExport.begin(checkpoint, key.successions(), lines);
    long written = 0;
    while (written < last.sequence()) {
      var piece = reader.exported(chain, written, last.sequence(), PIECE);
      if (piece.isEmpty()) {
        throw new VaultException("entry " + (written + 1) + " is missing: restore the log");
      }
      for (var stored : piece) {
        export.entry(stored.entry(), stored.receipt(), stored.payload());
        written = stored.entry().sequence();
      }
    }
    subjects.each(
        chain, (subject, secret) -> export.key(subject, keyFile(chain, subject, secret, owner)));
    export.end(signer);
  }

  private static byte[] keyFile(Chain chain, UUID subject, SecretBytes secret, AgeRecipient owner) {
    var plain =
        secret.expose(
            bytes ->
                CanonicalJson.bytes(
                    Map.of(
                        "format", "vault/audit-subject-key/v1",
                        "chain", chain.toTree(),
                        "subject", subject.toString(),
                        "key", Base64Url.encode(bytes))));
    try {
      return AgeFile.encrypt(plain, Set.of(owner));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  @Override
  public VerificationKey signer() {
    return key.present().verificationKey();
  }

  @Override
  public List<Succession> successions() {
    return key.successions();
  }
}
