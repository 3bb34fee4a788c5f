package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Commitment;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.Head;
import io.vaultplatform.core.audit.PersonalSeal;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/**
 * Puts an entry behind a chain's last one, inside the caller's transaction and nowhere else.
 *
 * <p>The head's row is locked first, so entries of one chain stand in line and entries of different
 * chains never wait for each other. Entry and head move together: a database trigger does it, and
 * refuses an entry that would leave a gap, whoever inserts it.
 */
@ApplicationScoped
@Transactional(value = Transactional.TxType.MANDATORY, rollbackOn = Exception.class)
class ChainWriter {
  private static final String LOCK =
      "SELECT sequence, hash, at, signer FROM vault_core.audit_lock(?, ?)";

  private static final String ADD =
      """
      INSERT INTO vault_core.audit_log (chain_id, chain_kind, sequence, control, hash, signer, signature)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String ADD_PAYLOAD =
      """
      INSERT INTO vault_core.audit_payloads (chain_id, chain_kind, sequence, subject_id, sealed)
      VALUES (?, ?, ?, ?, ?)
      """;

  private final Sql sql;
  private final AuditKey key;
  private final SubjectKeys subjects;

  @Inject
  ChainWriter(Sql sql, AuditKey key, SubjectKeys subjects) {
    this.sql = sql;
    this.key = key;
    this.subjects = subjects;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ChainWriter() {
    sql = null;
    key = null;
    subjects = null;
  }

  private record End(Head head, Instant time, String signer) {}

  Entry append(Draft draft) {
    // Keys before the lock: they may need a transaction, or a key service, of their own.
    key.get();
    if (draft.personal().isEmpty()) {
      return add(draft, lock(draft.chain()), Optional.empty());
    }
    var personal = draft.personal().get();
    var found = subjects.of(draft.chain(), personal.subject());
    if (found.isEmpty()) {
      // Whoever was erased leaves no personal traces any more; what happened is entered all the
      // same.
      return add(draft, lock(draft.chain()), Optional.empty());
    }
    try (var subjectKey = found.get()) {
      var end = lock(draft.chain());
      var seal = PersonalSeal.of(subjectKey, draft.chain(), end.head().sequence() + 1, personal);
      var entry = add(draft, end, Optional.of(seal.commitment()));
      sql.update(
          ADD_PAYLOAD,
          draft.chain().id(),
          draft.chain().kind(),
          entry.sequence(),
          personal.subject(),
          seal.sealed().toArray());
      return entry;
    }
  }

  private Entry add(Draft draft, End end, Optional<Commitment> payload) {
    var id = Randomness.uuidV7(end.time());
    var entry = Entry.following(end.head(), draft, id, end.time(), payload);
    var receipt = Receipt.sign(entry, key.signing(end.signer()));
    var signature = Fields.of(receipt.toTree(), "receipt").objects("signatures").getFirst();
    sql.update(
        ADD,
        entry.chain().id(),
        entry.chain().kind(),
        entry.sequence(),
        entry.canonical(),
        receipt.hash(),
        signature.text("key"),
        signature.text("sig"));
    return entry;
  }

  private End lock(Chain chain) {
    return sql.one(
        LOCK,
        row ->
            new End(
                new Head(chain, row.number("sequence"), row.text("hash")),
                row.instant("at"),
                row.text("signer")),
        chain.kind(),
        chain.id());
  }
}
