package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Head;
import io.vaultplatform.core.audit.Page;
import io.vaultplatform.core.audit.Query;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads chains as the current principal: row-level security decides which rows there are. */
@Work
class ChainReader {
  private static final String FIND =
      "SELECT "
          + Stored.COLUMNS
          + """

            FROM vault_core.audit_log l
           WHERE l.chain_id = ? AND l.chain_kind = ? AND l.sequence = ?
          """;

  private static final String LAST =
      """
      SELECT sequence, hash FROM vault_core.audit_log
       WHERE chain_id = ? AND chain_kind = ?
       ORDER BY sequence DESC
       LIMIT 1
      """;

  private static final String LIST =
      "SELECT "
          + Stored.COLUMNS
          + """

            FROM vault_core.audit_log l
           WHERE l.chain_id = ? AND l.chain_kind = ? AND l.sequence > ?
             AND (?::text IS NULL OR l.actor_id = ?::text)
             AND (?::text IS NULL OR l.resource_type = ?::text)
             AND (?::text IS NULL OR l.resource_id = ?::text)
             AND (?::text IS NULL OR l.type = ?::text)
             AND (?::timestamptz IS NULL OR l.at >= ?::timestamptz)
             AND (?::timestamptz IS NULL OR l.at < ?::timestamptz)
           ORDER BY l.sequence
           LIMIT ?
          """;

  private static final String WITH_PAYLOADS =
      "SELECT "
          + Stored.COLUMNS
          + """
          , p.sealed
            FROM vault_core.audit_log l
            LEFT JOIN vault_core.audit_payloads p USING (chain_id, chain_kind, sequence)
           WHERE l.chain_id = ? AND l.chain_kind = ? AND l.sequence > ? AND l.sequence <= ?
           ORDER BY l.sequence
           LIMIT ?
          """;

  private final Sql sql;
  private final ChainWriter writer;

  @Inject
  ChainReader(Sql sql, ChainWriter writer) {
    this.sql = sql;
    this.writer = writer;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ChainReader() {
    sql = null;
    writer = null;
  }

  Head head(Chain chain) {
    return sql.find(
            LAST,
            row -> new Head(chain, row.number("sequence"), row.text("hash")),
            chain.id(),
            chain.kind())
        .orElseGet(() -> Head.genesis(chain));
  }

  Optional<Receipt> receipt(Chain chain, long sequence) {
    return sql.find(FIND, Stored::of, chain.id(), chain.kind(), sequence).map(Stored::receipt);
  }

  List<Entry> after(Chain chain, long sequence, int limit) {
    return page(chain, Query.ALL, sequence, limit);
  }

  Page list(Chain chain, Query query, long after, int limit) {
    if (limit < 1 || limit > Page.MOST) {
      throw new IllegalArgumentException("limit is not within 1 and " + Page.MOST);
    }
    // One more than asked for says whether there is a further page.
    var found = page(chain, query, after, limit + 1);
    return found.size() <= limit
        ? new Page(found, OptionalLong.empty())
        : new Page(found.subList(0, limit), OptionalLong.of(found.get(limit - 1).sequence()));
  }

  private List<Entry> page(Chain chain, Query query, long after, int limit) {
    var type = query.type().map(EventType::text);
    return sql.list(
        LIST,
        row -> Stored.of(row).entry(),
        chain.id(),
        chain.kind(),
        after,
        query.actor(),
        query.actor(),
        query.resourceType(),
        query.resourceType(),
        query.resource(),
        query.resource(),
        type,
        type,
        query.from(),
        query.from(),
        query.to(),
        query.to(),
        limit);
  }

  /** Entries with their payloads, for an export. */
  List<Stored> exported(Chain chain, long after, long upTo, int limit) {
    return sql.list(
        WITH_PAYLOADS, Stored::withPayload, chain.id(), chain.kind(), after, upTo, limit);
  }

  /** Enters an export, if the chain is the caller's to export. */
  Entry exportMade(Chain chain, Actor actor) {
    var entry =
        writer.append(
            Draft.of(
                chain,
                EventType.EXPORT_MADE,
                Resource.of(chain.kind(), chain.id()),
                actor,
                Map.of()));
    if (!head(chain).equals(entry.head())) {
      throw new VaultException(
          "the chain of " + chain.kind() + " " + chain.id() + " is not visible");
    }
    return entry;
  }
}
