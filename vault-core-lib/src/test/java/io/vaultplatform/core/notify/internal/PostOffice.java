package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Delivery;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Retry;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.notify.Template;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.notify.spi.DeliveryListener;
import io.vaultplatform.core.notify.spi.Recheck;
import io.vaultplatform.core.notify.spi.TaskRunner;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.LocalWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An outbox with its workers on a real database, its listeners in memory. */
final class PostOffice {
  static final Destination ANN = new Destination("mail", "ann@example.org");
  static final Destination ANNS_OTHER = new Destination("mail", "ann.other@example.net");

  final LocalWork work;
  final MemoryAudit audit = new MemoryAudit();
  AuditLog log = audit;
  final OutboxRows rows;
  final List<Delivery> heard = Collections.synchronizedList(new ArrayList<>());
  final List<DeliveryFigures.Fate> counted = Collections.synchronizedList(new ArrayList<>());
  final List<Recheck> rechecks = new ArrayList<>();
  final List<TaskRunner> runners = new ArrayList<>();
  final List<DeliveryListener> listeners = new ArrayList<>();
  final AccountId ann = new AccountId(UUID.randomUUID());
  final VaultId vault = new VaultId(UUID.randomUUID());
  final UUID trigger = UUID.randomUUID();

  PostOffice(LocalWork work) {
    this.work = work;
    this.rows = new OutboxRows(work.sql(), new SealedPayload(TestKeys.open().application()));
    listeners.add(heard::add);
    work.run(ann, () -> vault(vault, ann));
  }

  void vault(VaultId id, AccountId owner) {
    work.sql()
        .update(
            """
            INSERT INTO vault_core.vaults (id, product, owner_id, label, suite, created_at)
            VALUES (?, 'witness-vault', ?, ?, 'classic', ?)
            """,
            id.value(),
            owner.value(),
            new byte[] {1},
            Instant.EPOCH);
  }

  About about() {
    return new About(new Scope.OfVault(vault), About.TRIGGER, trigger, 1, "reminder");
  }

  Outgoing.Letter reminder(Destination... to) {
    return new Outgoing.Letter(
        new OutgoingId(UUID.randomUUID()),
        "witness-vault",
        about(),
        Instant.EPOCH,
        Outgoing.Evidence.REMINDER,
        Template.REMINDER,
        List.of(to),
        Map.of("due", "2026-11-22T03:00:00Z", "grace", "P3D", "until", "2026-11-25T03:00:00Z"),
        Optional.of(LinkToken.of(new byte[LinkToken.BYTES])));
  }

  Outgoing.Letter invitation(String alias) {
    return new Outgoing.Letter(
        new OutgoingId(UUID.randomUUID()),
        "witness-vault",
        new About(new Scope.OfVault(vault), "trustee", UUID.randomUUID(), 0, "invitation"),
        Instant.EPOCH,
        Outgoing.Evidence.LETTER,
        Template.TRUSTEE_INVITATION,
        List.of(ANN),
        Map.of("alias", alias, "until", "2026-11-25T03:00:00Z"),
        Optional.of(LinkToken.of(new byte[LinkToken.BYTES])));
  }

  void add(Outgoing outgoing) {
    work.run(ann, () -> rows.add(outgoing));
  }

  /** A worker that waits for a slow machine. */
  OutboxWorker worker(int smtpPort) {
    return worker(mail(smtpPort, "PT20S", "PT30S"), work.engine(), Duration.ofMinutes(1));
  }

  /** A worker that soon loses patience with its mail server. */
  OutboxWorker impatient(int smtpPort) {
    return worker(mail(smtpPort, "PT0.3S", "PT0.8S"), work.engine(), Duration.ofMinutes(1));
  }

  OutboxWorker worker(Channel channel, EngineWork engine, Duration claim) {
    var settings =
        new NotifySettings(
            "witness-vault",
            "https://vault.example.org",
            new Retry(2, Duration.ofMillis(200), Duration.ofMillis(200)),
            claim,
            Duration.ofSeconds(1));
    return new OutboxWorker(
        settings,
        engine,
        work.sql(),
        rows,
        new Letters(settings.publicUrl(), new PlainWording("witness-vault")),
        new Channels(Map.of("mail", channel)),
        new DeliveryRecord(log),
        counted::add,
        new OutboxWorker.Plugs(listeners, rechecks, runners),
        () -> 0.5);
  }

  static Channel mail(int smtpPort, String wait, String limit) {
    var settings =
        Map.of(
            "host",
            "127.0.0.1",
            "port",
            Integer.toString(smtpPort),
            "from",
            "vault@vault.example.org",
            "wait",
            wait,
            "limit",
            limit);
    return new MailProvider().open(name -> Optional.ofNullable(settings.get(name)));
  }

  /** The row as only a superuser or the engine could read it. */
  String row(OutgoingId id) {
    return work.engine()
        .call(
            () ->
                work.sql()
                    .one(
                        "SELECT o::text AS row FROM vault_core.outbox o WHERE id = ?",
                        row -> row.text("row"),
                        id.value()));
  }

  String status(OutgoingId id) {
    return work.engine()
        .call(
            () ->
                work.sql()
                    .one(
                        "SELECT status || ' ' || destination || ' ' || failures AS status FROM"
                            + " vault_core.outbox WHERE id = ?",
                        row -> row.text("status"),
                        id.value()));
  }

  static void rest(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
