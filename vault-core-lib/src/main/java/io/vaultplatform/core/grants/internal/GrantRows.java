package io.vaultplatform.core.grants.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.grants.Condition;
import io.vaultplatform.core.grants.Grant;
import io.vaultplatform.core.grants.GrantId;
import io.vaultplatform.core.grants.Right;
import io.vaultplatform.core.grants.Target;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The table of grants. A row is added, taken back once, and its condition comes true once. */
@Work
class GrantRows {
  private static final String LIST =
      """
      SELECT vault_id, id, owner_id, grantee_id, target, target_id, granted_right, valid_from, valid_until,
             after_trigger, released_at, revoked_at
        FROM vault_core.grants WHERE vault_id = ?
      """;

  private static final String ORDER = " ORDER BY id";

  private static final String FIND = LIST + " AND id = ?";

  // Whoever has an account has published keys; a grant to an id that has none would be for whoever
  // gets it later.
  private static final String ADD =
      """
      INSERT INTO vault_core.grants
        (vault_id, id, owner_id, grantee_id, target, target_id, granted_right, valid_from, valid_until,
         after_trigger, released_at, created_at)
      SELECT ?, ?, ?, who.id, ?, ?, ?, ?, ?, ?::uuid, CASE WHEN ? THEN clock_timestamp() END, clock_timestamp()
        FROM (SELECT ?::uuid AS id) who
       WHERE EXISTS (SELECT FROM vault_core.user_keys k WHERE k.account_id = who.id)
      """;

  private static final String DOCUMENT =
      """
      SELECT d.id FROM vault_core.documents d
       WHERE d.vault_id = ? AND d.id = ?
         AND EXISTS (SELECT FROM vault_core.document_versions v WHERE v.vault_id = d.vault_id AND v.document_id = d.id)
      """;

  private static final String ON =
      LIST + " AND target = 'document' AND target_id = ? AND revoked_at IS NULL ORDER BY id";

  private static final String TRIGGER =
      "SELECT status FROM vault_core.triggers WHERE vault_id = ? AND id = ? FOR UPDATE";

  private static final String REVOKE =
      """
      UPDATE vault_core.grants SET revoked_at = clock_timestamp()
       WHERE vault_id = ? AND id = ? AND revoked_at IS NULL
      """;

  private static final String RELEASED =
      """
      UPDATE vault_core.grants SET released_at = clock_timestamp()
       WHERE vault_id = ? AND after_trigger = ? AND released_at IS NULL
      """;

  private static final String WAITING =
      LIST + " AND after_trigger = ? AND released_at IS NULL ORDER BY id FOR UPDATE";

  private static final String COUNT =
      "SELECT count(*) AS count FROM vault_core.grants WHERE vault_id = ?";

  private static final String OWNED =
      "SELECT id FROM vault_core.vaults WHERE id = ? AND owner_id = ?";

  private final Sql sql;

  @Inject
  GrantRows(Sql sql) {
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  GrantRows() {
    sql = null;
  }

  /** Grants of a vault and which of its triggers were released, as far as they may be seen. */
  record Seen(List<Grant> grants, Set<UUID> released) {}

  Seen list(VaultId vault) {
    var released = new HashSet<UUID>();
    var grants =
        sql.list(
            LIST + ORDER,
            row -> {
              if (row.findInstant("released_at").isPresent()) {
                released.add(row.uuid("after_trigger"));
              }
              return grant(row);
            },
            vault.value());
    return new Seen(grants, released);
  }

  Optional<Grant> find(VaultId vault, GrantId id) {
    return sql.find(FIND, GrantRows::grant, vault.value(), id.value());
  }

  /**
   * Whether it was added; not when nobody has the account that it names.
   *
   * @param held whether what it waits for is over already
   */
  boolean add(Grant grant, boolean held) {
    return sql.update(
            ADD,
            grant.what().vault().value(),
            grant.id().value(),
            grant.owner().value(),
            kind(grant.what()),
            subject(grant.what()),
            grant.right().text(),
            grant.from(),
            grant.until(),
            switch (grant.condition()) {
              case Condition.Now now -> Optional.empty();
              case Condition.AfterRelease(var trigger) -> Optional.of(trigger);
            },
            held,
            grant.who().value())
        == 1;
  }

  /** The grants on one document that were not taken back. */
  List<Grant> on(VaultId vault, UUID document) {
    return sql.list(ON, GrantRows::grant, vault.value(), document);
  }

  /** Grants of a vault, those that were taken back too. */
  long count(VaultId vault) {
    return sql.one(COUNT, row -> row.number("count"), vault.value());
  }

  /** Whether there is such a document, and it was not erased. */
  boolean hasDocument(VaultId vault, UUID document) {
    return sql.find(DOCUMENT, row -> row.uuid("id"), vault.value(), document).isPresent();
  }

  /** Where a trigger of this vault stands; its row is locked until the transaction ends. */
  Optional<String> lockTrigger(VaultId vault, UUID trigger) {
    return sql.find(TRIGGER, row -> row.text("status"), vault.value(), trigger);
  }

  /** Takes a grant back; one that was taken back before stays as it was. */
  void revoke(VaultId vault, GrantId id) {
    sql.update(REVOKE, vault.value(), id.value());
  }

  /** The grants whose condition came true with this call. */
  List<Grant> released(VaultId vault, UUID trigger) {
    var waiting = sql.list(WAITING, GrantRows::grant, vault.value(), trigger);
    sql.update(RELEASED, vault.value(), trigger);
    return waiting;
  }

  boolean owns(AccountId account, VaultId vault) {
    return sql.find(OWNED, row -> row.uuid("id"), vault.value(), account.value()).isPresent();
  }

  static String kind(Target what) {
    return switch (what) {
      case Target.Everything everything -> "vault";
      case Target.Document document -> "document";
      case Target.Share share -> "share";
    };
  }

  static UUID subject(Target what) {
    return switch (what) {
      case Target.Everything(var vault) -> vault.value();
      case Target.Document(var vault, var document) -> document;
      case Target.Share(var vault, var share) -> share;
    };
  }

  private static Grant grant(Row row) {
    return new Grant(
        new GrantId(row.uuid("id")),
        new AccountId(row.uuid("owner_id")),
        new AccountId(row.uuid("grantee_id")),
        target(new VaultId(row.uuid("vault_id")), row.text("target"), row.uuid("target_id")),
        Right.named(row.text("granted_right")).orElseThrow(),
        row.instant("valid_from"),
        row.findInstant("valid_until"),
        row.findUuid("after_trigger")
            .<Condition>map(Condition.AfterRelease::new)
            .orElseGet(Condition.Now::new),
        row.findInstant("revoked_at"));
  }

  private static Target target(VaultId vault, String kind, UUID id) {
    return switch (kind) {
      case "vault" -> new Target.Everything(vault);
      case "document" -> new Target.Document(vault, id);
      case "share" -> new Target.Share(vault, id);
      // A text of the database: its CHECK allows these three.
      default -> throw new IllegalStateException("a grant on a " + kind);
    };
  }
}
