package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ClassLedger;
import io.vaultplatform.core.content.ClassMove;
import io.vaultplatform.core.content.ClassOrder;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders to change a class: added, and moved on in one direction. No row is ever deleted. */
@Work
class ClassRows {
  private static final String COLUMNS =
      """
      SELECT c.signed_order, c.asked_at, c.asked_entry, c.waiting_seconds, c.told_at, c.due_at,
             c.cancelled_at, c.cancelled_entry, c.made_at, c.made_entry
        FROM vault_core.class_changes c
      """;

  private static final String FIND = COLUMNS + " WHERE c.vault_id = ? AND c.successor_id = ?";

  private static final String LOCK = FIND + " FOR NO KEY UPDATE";

  // Up to where the content began, and from there along everything it became.
  private static final String CHAIN =
      """
      WITH RECURSIVE before AS (
        SELECT ?::uuid AS id
        UNION
        SELECT c.document_id FROM vault_core.class_changes c JOIN before b ON c.successor_id = b.id
         WHERE c.vault_id = ? AND c.made_at IS NOT NULL),
      chain AS (
        SELECT id FROM before
        UNION
        SELECT c.successor_id FROM vault_core.class_changes c JOIN chain ON c.document_id = chain.id
         WHERE c.vault_id = ? AND c.made_at IS NOT NULL)
      """
          + COLUMNS
          + """
              JOIN chain ON chain.id = c.document_id
             WHERE c.vault_id = ? ORDER BY c.asked_at, c.successor_id
          """;

  private static final String BEGAN =
      "SELECT id, class, created_at, created_entry FROM vault_core.documents WHERE vault_id = ? AND"
          + " id = ?";

  private static final String BECAME =
      """
      SELECT successor_id FROM vault_core.class_changes
       WHERE vault_id = ? AND document_id = ? AND made_at IS NOT NULL
      """;

  private static final String ADD =
      """
      INSERT INTO vault_core.class_changes
        (vault_id, document_id, from_class, to_class, successor_id, signed_order, asked_at,
         asked_entry, waiting_seconds, due_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String TOLD =
      """
      UPDATE vault_core.class_changes
         SET told_at = ?, due_at = ? WHERE vault_id = ? AND successor_id = ? AND told_at IS NULL
      """;

  private static final String CANCELLED =
      """
      UPDATE vault_core.class_changes SET cancelled_at = ?, cancelled_entry = ?
       WHERE vault_id = ? AND successor_id = ? AND cancelled_at IS NULL AND made_at IS NULL
      """;

  private static final String MADE =
      """
      UPDATE vault_core.class_changes SET made_at = ?, made_entry = ?
       WHERE vault_id = ? AND successor_id = ? AND cancelled_at IS NULL AND made_at IS NULL
      """;

  private static final String KNOWN =
      """
      SELECT payload_sha256, class FROM vault_core.payload_classes
       WHERE vault_id = ? AND payload_sha256 IN (?, ?)
      """;

  private final Sql sql;

  @Inject
  ClassRows(Sql sql) {
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ClassRows() {
    sql = null;
  }

  Optional<ClassMove> find(VaultId vault, DocumentId successor) {
    return sql.find(FIND, ClassRows::move, vault.value(), successor.value());
  }

  /** The same, locked until the transaction ends. */
  Optional<ClassMove> lock(VaultId vault, DocumentId successor) {
    return sql.find(LOCK, ClassRows::move, vault.value(), successor.value());
  }

  /** The history of the content that this document is or was. */
  Optional<ClassLedger> ledger(VaultId vault, DocumentId document) {
    var id = vault.value();
    List<ClassMove> moves = sql.list(CHAIN, ClassRows::move, document.value(), id, id, id);
    var began = moves.isEmpty() ? document : moves.getFirst().order().document();
    return sql.find(BEGAN, ClassRows::period, id, began.value())
        .map(first -> new ClassLedger(first, moves));
  }

  /** What a document became, if it was succeeded. */
  Optional<DocumentId> successor(VaultId vault, DocumentId document) {
    return sql.find(
        BECAME, row -> new DocumentId(row.uuid("successor_id")), vault.value(), document.value());
  }

  /** Under which class these payloads were first stored in the vault, if they were. */
  Map<String, EncryptionClass> known(VaultId vault, String payload, String metadataPayload) {
    var known = new HashMap<String, EncryptionClass>();
    sql.list(
            KNOWN,
            row -> Map.entry(row.text("payload_sha256"), type(row)),
            vault.value(),
            payload,
            metadataPayload)
        .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
    return known;
  }

  void add(ClassOrder order, Signed signed, Instant asked, long entry, Duration waiting) {
    sql.updateOne(
        ADD,
        order.vault().value(),
        order.document().value(),
        order.from().name(),
        order.to().name(),
        order.successor().value(),
        signed.bytes(),
        asked,
        entry,
        waiting.toSeconds(),
        waiting.isZero() ? Optional.of(asked) : Optional.<Instant>empty());
  }

  void told(ClassOrder order, Instant at, Instant due) {
    sql.updateOne(TOLD, at, due, order.vault().value(), order.successor().value());
  }

  void cancelled(ClassOrder order, Instant at, long entry) {
    sql.updateOne(CANCELLED, at, entry, order.vault().value(), order.successor().value());
  }

  void made(ClassOrder order, Instant at, long entry) {
    sql.updateOne(MADE, at, entry, order.vault().value(), order.successor().value());
  }

  private static ClassLedger.Period period(Row row) {
    return new ClassLedger.Period(
        new DocumentId(row.uuid("id")),
        type(row),
        row.instant("created_at"),
        row.findNumber("created_entry"));
  }

  private static EncryptionClass type(Row row) {
    return EncryptionClass.named(row.text("class"))
        .orElseThrow(() -> new IllegalStateException("a class that does not exist"));
  }

  private static ClassMove move(Row row) {
    var signed = Signed.parse(row.bytes("signed_order"));
    return new ClassMove(
        // Verified when it was taken; the client verifies it again.
        ClassOrder.of(signed.unverifiedBody()),
        signed,
        row.instant("asked_at"),
        row.number("asked_entry"),
        Duration.ofSeconds(row.number("waiting_seconds")),
        row.findInstant("told_at"),
        row.findInstant("due_at"),
        state(row));
  }

  private static ClassMove.State state(Row row) {
    var made = row.findInstant("made_at");
    if (made.isPresent()) {
      return new ClassMove.State.Made(made.get(), row.number("made_entry"));
    }
    return row.findInstant("cancelled_at")
        .<ClassMove.State>map(
            at -> new ClassMove.State.Cancelled(at, row.number("cancelled_entry")))
        .orElseGet(ClassMove.State.Open::new);
  }
}
