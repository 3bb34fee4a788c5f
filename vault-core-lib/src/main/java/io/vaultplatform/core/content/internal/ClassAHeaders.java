package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Headers;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The headers of class A in one vault: re-wrapped to the newest platform identity, each with its
 * entry in the vault's log, for class A headers are recorded there and not in the manifest.
 */
@Work
class ClassAHeaders {
  private static final String PAGE =
      """
      SELECT document_id, version, header, metadata_header FROM vault_core.document_versions
       WHERE vault_id = ? AND class = 'A' AND (document_id, version) > (?, ?)
       ORDER BY document_id, version LIMIT ? FOR NO KEY UPDATE
      """;

  private static final String EXCHANGE =
      """
      UPDATE vault_core.document_versions SET header = ?, metadata_header = ?
       WHERE vault_id = ? AND document_id = ? AND version = ? AND class = 'A'
      """;

  private static final String ALL =
      """
      SELECT document_id, version, header, metadata_header FROM vault_core.document_versions
       WHERE vault_id = ? AND class = 'A'
      UNION ALL
      SELECT document_id, version, header, metadata_header FROM vault_core.uploads
       WHERE vault_id = ? AND class = 'A'
      """;

  private final Sql sql;
  private final SealedHeaders sealed;
  private final PlatformIdentities identities;
  private final AuditLog log;

  @Inject
  ClassAHeaders(Sql sql, SealedHeaders sealed, PlatformIdentities identities, AuditLog log) {
    this.sql = sql;
    this.sealed = sealed;
    this.identities = identities;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ClassAHeaders() {
    sql = null;
    sealed = null;
    identities = null;
    log = null;
  }

  private record Stored(Item item, Bytes header, Bytes metadata) {
    String at() {
      return item.document() + "/" + item.version();
    }
  }

  /**
   * Re-wraps the next versions.
   *
   * @param after {@code document/version} of the last one; empty to begin
   * @return the last one of this page; empty when there are no more
   */
  Optional<String> wrapPage(VaultId vault, Optional<String> after, int limit) {
    var from = after.orElse(new UUID(0, 0) + "/0").split("/", 2);
    var page =
        sql.list(
            PAGE,
            row -> stored(vault, row),
            vault.value(),
            UUID.fromString(from[0]),
            Integer.parseInt(from[1]),
            limit);
    try (var platform = identities.unsealed(vault)) {
      for (var stored : page) {
        wrap(stored, platform.newestFirst());
      }
    }
    return page.size() < limit ? Optional.empty() : Optional.of(page.getLast().at());
  }

  private void wrap(Stored stored, List<AgeIdentity> newestFirst) {
    var header = opened(stored.item(), stored.header());
    var metadata = opened(stored.item(), stored.metadata());
    if (header.isEmpty() || metadata.isEmpty()) {
      return; // erased for good
    }
    var now = exchanged(header.get(), newestFirst);
    var metadataNow = exchanged(metadata.get(), newestFirst);
    if (now.isEmpty() && metadataNow.isEmpty()) {
      return;
    }
    var both =
        new Headers(now.orElse(header.get()).bytes(), metadataNow.orElse(metadata.get()).bytes());
    var item = stored.item();
    sql.updateOne(
        EXCHANGE,
        sealed.sealed(item, both.document()),
        sealed.sealed(item, both.metadata()),
        item.vault().value(),
        item.document().value(),
        item.version());
    log.append(
        Draft.of(
            Chain.of(item.vault()),
            EventType.DOCUMENT_HEADER_REWRAPPED,
            Resource.of("document", item.document().value()),
            Actor.system("operator"),
            Map.of(
                "class", item.encryptionClass().name(),
                "version", item.version(),
                "epoch", 0,
                "headerSha256", Digest.sha256Hex(both.document()),
                "metadataHeaderSha256", Digest.sha256Hex(both.metadata()))));
  }

  // Nothing when the newest opens it already, or none of ours does: then it is not ours to change.
  // Nothing either when it is of the suite before: its other keys are of that one, and a header
  // never mixes. Such a document is stored anew by its owner, and until then its identity stays.
  private static Optional<AgeHeader> exchanged(AgeHeader header, List<AgeIdentity> newestFirst) {
    var suite = newestFirst.getFirst().suite();
    if (!header.suite().equals(Optional.of(suite)) || header.opens(newestFirst.getFirst())) {
      return Optional.empty();
    }
    for (var old : newestFirst.subList(1, newestFirst.size())) {
      if (header.exchange(old, newestFirst.getFirst().recipient())
          instanceof Opening.Opened<AgeHeader>(var now)) {
        return Optional.of(now);
      }
    }
    return Optional.empty();
  }

  /** The recipients of old identities that no header of class A names any more. */
  List<String> unnamed(VaultId vault) {
    try (var platform = identities.unsealed(vault)) {
      var old = new ArrayList<>(platform.newestFirst());
      old.removeFirst();
      if (!old.isEmpty()) {
        sql.list(ALL, row -> stored(vault, row), vault.value(), vault.value())
            .forEach(stored -> old.removeIf(identity -> names(stored, identity)));
      }
      return old.stream().map(identity -> identity.recipient().text()).toList();
    }
  }

  private boolean names(Stored stored, AgeIdentity identity) {
    return opened(stored.item(), stored.header()).filter(h -> h.names(identity)).isPresent()
        || opened(stored.item(), stored.metadata()).filter(h -> h.names(identity)).isPresent();
  }

  private Optional<AgeHeader> opened(Item item, Bytes stored) {
    return sealed
        .opened(item, stored.toArray())
        .map(
            header ->
                AgeHeader.readExactly(header, AgeLimits.DEFAULT)
                    .orThrow("header of " + item.document()));
  }

  private static Stored stored(VaultId vault, Row row) {
    return new Stored(
        Item.of(
            EncryptionClass.A,
            vault,
            new DocumentId(row.uuid("document_id")),
            row.integer("version")),
        Bytes.of(row.bytes("header")),
        Bytes.of(row.bytes("metadata_header")));
  }
}
