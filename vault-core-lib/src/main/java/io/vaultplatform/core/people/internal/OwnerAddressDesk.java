package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.notify.Link;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.OwnerAddress;
import io.vaultplatform.core.people.OwnerAddresses;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.RowSecurity;
import io.vaultplatform.core.store.SettingNames;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The owner's address: given, confirmed by the link in the letter to it, and then in use. */
@ApplicationScoped
class OwnerAddressDesk implements OwnerAddresses {
  private static final String PENDING =
      """
      SELECT pending_id FROM vault_core.owner_addresses WHERE account_id = ?
      """;

  private static final String SET =
      """
      INSERT INTO vault_core.owner_addresses (account_id, product, alias, pending_id, pending_address, pending_since)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (account_id) DO UPDATE
        SET alias = coalesce(excluded.alias, owner_addresses.alias), pending_id = excluded.pending_id,
            pending_address = excluded.pending_address, pending_since = excluded.pending_since
      """;

  // Ids of links begin with the time they were made at, as version 7 of UUID does.
  private static final String LETTERS =
      """
      SELECT count(*) AS count FROM vault_core.links WHERE account_id = ? AND purpose = 'address' AND id > ?
      """;

  private static final String FIND =
      """
      SELECT account_id, product, alias, address, confirmed_at, reached, pending_since
        FROM vault_core.owner_addresses WHERE account_id = ?
      """;

  private static final String LOCK =
      """
      SELECT account_id, product, alias, address, confirmed_at, reached, pending_since, pending_address
        FROM vault_core.owner_addresses WHERE pending_id = ? FOR UPDATE
      """;

  private static final String CONFIRM =
      """
      UPDATE vault_core.owner_addresses
         SET address = ?, confirmed_at = ?, reached = 'taken',
             pending_id = NULL, pending_address = NULL, pending_since = NULL
       WHERE account_id = ?
      """;

  private final Sql sql;
  private final Links links;
  private final PeopleLetters letters;
  private final Sealed sealed;
  private final AuditLog audit;
  private final PeopleSettings settings;

  @Inject
  OwnerAddressDesk(
      Sql sql,
      Links links,
      PeopleLetters letters,
      Sealed sealed,
      AuditLog audit,
      Settings settings) {
    this(sql, links, letters, sealed, audit, PeopleSettings.of(settings));
  }

  OwnerAddressDesk(
      Sql sql,
      Links links,
      PeopleLetters letters,
      Sealed sealed,
      AuditLog audit,
      PeopleSettings settings) {
    this.sql = sql;
    this.links = links;
    this.letters = letters;
    this.sealed = sealed;
    this.audit = audit;
    this.settings = settings;
  }

  @Produces
  @Dependent
  static SettingNames.Declared declared() {
    return new SettingNames.Declared(PeopleSettings.NAMES, PeopleSettings::of);
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  OwnerAddressDesk() {
    this(null, null, null, null, null, (PeopleSettings) null);
  }

  @Override
  @Transactional(rollbackOn = Exception.class)
  @RowSecurity
  public Outcome<OwnerAddress> set(
      AccountId account, String product, MailAddress address, Optional<Alias> alias) {
    var now = sql.now();
    // Only the newest letter's link works: an older one would confirm an address that was corrected
    // since.
    sql.find(PENDING, row -> row.findUuid("pending_id"), account.value())
        .flatMap(found -> found)
        .ifPresent(former -> links.withdraw(LinkPurpose.ADDRESS, former));
    var pending = Randomness.uuidV7(now);
    sql.update(
        SET,
        account.value(),
        product,
        alias.map(a -> sealed.owners(account, "alias", a.text())),
        pending,
        sealed.owners(account, "address", address.text()),
        now);
    var until = now.plus(settings.confirmation());
    var token = links.create(LinkPurpose.ADDRESS, new Scope.OfAccount(account), pending, until);
    // Counted behind the row's lock and with this one; a refusal takes all of it back.
    var since = new UUID(UnaskedLetters.since(now).toEpochMilli() << 16, 0);
    if (sql.one(LETTERS, row -> row.number("count"), account.value(), since)
        > settings.lettersPerDay()) {
      return Outcome.refused(UnaskedLetters.tooMany(settings.lettersPerDay()));
    }
    letters.confirmAddress(account, product, address, token, until, now);
    enter(account, EventType.ADDRESS_SET, Actor.user(account));
    return Outcome.done(read(account).orElseThrow());
  }

  @Override
  @Transactional(rollbackOn = Exception.class)
  @RowSecurity
  public Optional<OwnerAddress> of(AccountId account) {
    return read(account);
  }

  @Override
  public Outcome<OwnerAddress> confirm(String token) {
    return links.use(token, LinkPurpose.ADDRESS, this::confirm);
  }

  /** A row with a pending address. */
  private record Pending(
      AccountId account, String product, Optional<MailAddress> former, Bytes address) {}

  private Outcome<OwnerAddress> confirm(Link link) {
    var found = sql.find(LOCK, this::pending, link.subject());
    if (found.isEmpty()) {
      return Outcome.refused(Refusal.of(Reason.GONE, Links.REFUSAL));
    }
    var pending = found.get();
    var account = pending.account();
    var now = sql.now();
    sql.updateOne(CONFIRM, pending.address().toArray(), now, account.value());
    pending
        .former()
        .ifPresent(former -> letters.addressChanged(account, pending.product(), former, now));
    enter(account, EventType.ADDRESS_CONFIRMED, Actor.user(account));
    return Outcome.done(read(account).orElseThrow());
  }

  private Pending pending(Row row) {
    var account = new AccountId(row.uuid("account_id"));
    return new Pending(
        account,
        row.text("product"),
        row.findBytes("address")
            .map(bytes -> new MailAddress(sealed.owners(account, "address", bytes))),
        Bytes.of(row.bytes("pending_address")));
  }

  private Optional<OwnerAddress> read(AccountId account) {
    return sql.find(
        FIND,
        row ->
            new OwnerAddress(
                row.findBytes("alias")
                    .map(bytes -> new Alias(sealed.owners(account, "alias", bytes))),
                row.findInstant("confirmed_at"),
                OwnerAddress.Reached.valueOf(row.text("reached").toUpperCase(Locale.ROOT)),
                row.findInstant("pending_since")),
        account.value());
  }

  private void enter(AccountId account, EventType type, Actor actor) {
    audit.append(
        Draft.of(
            Chain.of(account), type, Resource.of("account", account.value()), actor, Map.of()));
  }
}
