package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ClassChange;
import io.vaultplatform.core.content.ClassNotice;
import io.vaultplatform.core.content.ReleasedContent;
import io.vaultplatform.core.content.UploadLimits;
import io.vaultplatform.core.content.Vaults;
import io.vaultplatform.core.content.spi.ArmedEpochs;
import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.content.spi.KeyHolders;
import io.vaultplatform.core.content.spi.OwnerNotices;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.grants.Grants;
import io.vaultplatform.core.grants.internal.TestGrants;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.orders.spi.OrderedWork;
import io.vaultplatform.core.store.LocalPersistence;
import io.vaultplatform.core.store.LocalWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The real content services on the test's transactions, for every test of something that needs a
 * vault.
 */
public final class TestContent {
  public static final UploadLimits LIMITS = new UploadLimits(64L << 20, 64 * 1024, 128L << 20);

  /** As many vaults as an account may have. */
  static final int VAULTS = 40;

  /** Published signing keys; put an owner's here before they upload. */
  public final Map<AccountId, VerificationKey> published = new ConcurrentHashMap<>();

  /** What vaults are armed with. */
  public final List<ArmedEpochs> arming = new ArrayList<>();

  /** Who knows people of vaults. */
  public final List<KeyHolders> people = new ArrayList<>();

  /** Who tells owners of a weakening. */
  public final List<OwnerNotices> notices = new ArrayList<>();

  final PlatformIdentities platform;
  final StaleUploads stale;
  private final ClassDesk classes;
  private final BlobStore blobs;
  private final VaultDirectory vaults;
  private final Released released;
  private final Grants grants;
  private final IdentityRotation rotation;
  private final Shredding shredding;

  private TestContent(LocalWork work, TestKeys keys, AuditLog audit, UploadLimits limits) {
    var sql = work.sql();
    var settings =
        new ContentSettings(
            "witness-vault", limits, VAULTS, Duration.ofDays(7), ClassChange.WAITING);
    var acting = new Acting(work.current(), work.person(), work.engine());
    var headers = new SealedHeaders(keys.erasures());
    var uploadRows = new UploadRows(sql, headers);
    var documentRows = new DocumentRows(sql, headers);
    Owners owners =
        owner ->
            Optional.ofNullable(published.get(owner))
                .map(List::of)
                .orElseThrow(() -> new VaultException("no key published for " + owner));
    var armed = new Arming(arming);
    var log = new ContentLog(audit, acting);
    blobs = new PostgresBlobs(sql);
    platform = new PlatformIdentities(sql, keys.application());
    grants = TestGrants.open(work, audit);
    var classRows = new ClassRows(sql);
    classes = new ClassDesk(documentRows, classRows, owners, armed, notices, log, sql, settings);
    var succession =
        new Succession(classRows, documentRows, uploadRows, blobs, armed, grants, log, sql);
    var uploads =
        new Uploads(
            uploadRows,
            documentRows,
            blobs,
            platform,
            owners,
            armed,
            succession,
            log,
            sql,
            settings);
    var documents = new Documents(documentRows, platform, owners, armed, grants, log, settings);
    var sending = new Sending(acting, blobs);
    vaults =
        new VaultDirectory(
            new LocalPersistence(work).entityManager(),
            sql,
            platform,
            log,
            settings,
            acting,
            uploads,
            new Receiving(acting, uploads, blobs),
            documents,
            sending,
            new ClassA(acting, documents, platform, owners, sending),
            keys.erasures(),
            new Suites(sql, documentRows, platform, armed, people, log),
            classes);
    released = new Released(documentRows, sending);
    var classA = new ClassAHeaders(sql, headers, platform, audit);
    rotation =
        new IdentityRotation(
            work.engine(),
            work.person(),
            work.eraser(),
            sql,
            platform,
            classA,
            documentRows,
            audit);
    shredding =
        new Shredding(work.engine(), work.eraser(), sql, armed, new ErasedRows(sql, blobs), audit);
    stale = new StaleUploads(work.engine(), uploadRows, blobs, log, settings);
  }

  public static TestContent open(LocalWork work, TestKeys keys, AuditLog audit) {
    return new TestContent(work, keys, audit, LIMITS);
  }

  public static TestContent open(
      LocalWork work, TestKeys keys, AuditLog audit, UploadLimits limits) {
    return new TestContent(work, keys, audit, limits);
  }

  /** The orders that this feature carries out. */
  public List<OrderedWork> orders() {
    return List.of(rotation, shredding);
  }

  /** The column that this feature seals. */
  public static SealedColumn column() {
    return PlatformIdentities.sealed();
  }

  public Vaults vaults() {
    return vaults;
  }

  public Grants grants() {
    return grants;
  }

  public ReleasedContent released() {
    return released;
  }

  /** Where it is heard that a letter about a weakening was taken. */
  public ClassNotice noticed() {
    return classes;
  }

  public BlobStore blobs() {
    return blobs;
  }

  /** Every private identity that the server has for a vault's class A; within a transaction. */
  public List<AgeIdentity> identities(VaultId vault) {
    return platform.unsealed(vault).newestFirst();
  }
}
