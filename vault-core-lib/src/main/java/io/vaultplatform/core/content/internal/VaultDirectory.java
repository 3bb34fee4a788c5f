package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.base.Refusal.Reason.CONFLICT;
import static io.vaultplatform.core.base.Refusal.Reason.NOT_FOUND;
import static io.vaultplatform.core.base.Refusal.Reason.UNAUTHENTICATED;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.content.VaultView;
import io.vaultplatform.core.content.Vaults;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.kms.ErasureKeys;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.store.Db;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@link Vaults} on JPA. Row-level security decides which rows there are; the query names the
 * product only.
 */
@Work
class VaultDirectory implements Vaults {
  private static final String LIST =
      """
      SELECT v FROM VaultRow v
       WHERE v.product = :product AND v.id > :after
       ORDER BY v.id
      """;

  // In SQL and not by persist: somebody else's vault of that id is a row we do not see, and no
  // failure.
  private static final String ADD =
      """
      INSERT INTO vault_core.vaults (id, product, owner_id, label, suite, created_at)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """;

  private static final String COUNT =
      "SELECT count(*) AS count FROM vault_core.vaults WHERE owner_id = ? AND product = ?";

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final EntityManager rows;
  private final Sql sql;
  private final PlatformIdentities platform;
  private final ContentLog log;
  private final ContentSettings settings;
  private final Acting acting;
  private final Uploads uploads;
  private final Receiving receiving;
  private final Documents documents;
  private final Sending sending;
  private final ClassA classA;
  private final ErasureKeys erasures;
  private final Suites suites;
  private final ClassDesk classes;

  @Inject
  VaultDirectory(
      @Db EntityManager rows,
      Sql sql,
      PlatformIdentities platform,
      ContentLog log,
      ContentSettings settings,
      Acting acting,
      Uploads uploads,
      Receiving receiving,
      Documents documents,
      Sending sending,
      ClassA classA,
      ErasureKeys erasures,
      Suites suites,
      ClassDesk classes) {
    this.rows = rows;
    this.sql = sql;
    this.platform = platform;
    this.log = log;
    this.settings = settings;
    this.acting = acting;
    this.uploads = uploads;
    this.receiving = receiving;
    this.documents = documents;
    this.sending = sending;
    this.classA = classA;
    this.erasures = erasures;
    this.suites = suites;
    this.classes = classes;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  VaultDirectory() {
    rows = null;
    sql = null;
    platform = null;
    log = null;
    settings = null;
    acting = null;
    uploads = null;
    receiving = null;
    documents = null;
    sending = null;
    classA = null;
    erasures = null;
    suites = null;
    classes = null;
  }

  @Override
  public Outcome<VaultView> create(VaultId id, byte[] label, Suite suite) {
    var me = acting.account();
    if (me.isEmpty()) {
      return Outcome.refused(Refusal.of(UNAUTHENTICATED, "Sign in first."));
    }
    return Suites.label(label, suite).then(whole -> made(me.get(), id, whole, suite));
  }

  private Outcome<VaultView> made(AccountId me, VaultId id, byte[] label, Suite suite) {
    var before = rows.find(VaultRow.class, id.value());
    if (before != null) {
      // The same request once more, or somebody's vault that a grant lets them see.
      return before.ownerId().equals(me.value()) && !erased(before)
          ? Outcome.done(view(before))
          : taken();
    }
    // Requests at the same moment may pass the bound by a few.
    if (sql.one(COUNT, row -> row.number("count"), me.value(), settings.product())
        >= settings.vaults()) {
      return Outcome.refused(
          Refusal.of(CONFLICT, "An account has at most " + settings.vaults() + " vaults here."));
    }
    int added =
        sql.update(ADD, id.value(), settings.product(), me.value(), label, suite.text(), sql.now());
    if (added == 0) {
      // Perhaps by the same request, sent twice at once: then the other one has made it by now.
      var meanwhile = rows.find(VaultRow.class, id.value());
      return meanwhile != null && meanwhile.ownerId().equals(me.value())
          ? Outcome.done(view(meanwhile))
          : taken();
    }
    var recipient = platform.make(id, suite);
    log.vaultCreated(id, settings.product(), suite, recipient);
    return Outcome.done(view(rows.find(VaultRow.class, id.value())));
  }

  @Override
  public List<VaultView> list(Optional<VaultId> after, int limit) {
    if (limit < 1 || limit > 100) {
      throw new IllegalArgumentException("limit: 1 to 100");
    }
    return rows
        .createQuery(LIST, VaultRow.class)
        .setParameter("product", settings.product())
        .setParameter("after", after.map(VaultId::value).orElse(BEFORE_ALL))
        .setMaxResults(limit)
        .getResultList()
        .stream()
        .filter(row -> !erased(row))
        .map(this::view)
        .toList();
  }

  @Override
  public Outcome<Vault> find(VaultId vault) {
    var row = rows.find(VaultRow.class, vault.value());
    if (row == null || !row.product().equals(settings.product()) || erased(row)) {
      return Outcome.refused(NOT_FOUND, "vault", "There is no such vault here.");
    }
    var parts =
        new VaultHandle.Parts(
            acting, uploads, receiving, documents, sending, classA, suites, classes);
    return Outcome.done(new VaultHandle(view(row), parts));
  }

  // Its row stays, closed; and comes back open with an old copy of the database.
  private boolean erased(VaultRow row) {
    return erasures.erased(Thing.vault(new VaultId(row.id())));
  }

  private VaultView view(VaultRow row) {
    var id = new VaultId(row.id());
    return new VaultView(
        id,
        new AccountId(row.ownerId()),
        row.product(),
        Suite.of(row.suite()),
        row.label(),
        platform.recipient(id),
        row.created());
  }

  private static <T> Outcome<T> taken() {
    return Outcome.refused(CONFLICT, "id", "That id is taken: choose another.");
  }
}
