package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.Outbox;
import io.vaultplatform.core.notify.Retry;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.notify.spi.DeliveryListener;
import io.vaultplatform.core.notify.spi.Recheck;
import io.vaultplatform.core.notify.spi.TaskRunner;
import io.vaultplatform.core.store.LocalWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The real outbox and links for tests of other features; the channel keeps messages, or refuses
 * them when told to.
 */
public final class NotifyForTests {
  private final LocalWork work;
  private final OutboxRows rows;
  private final LinkDesk links;
  private final AuditLog audit;
  private final List<Channel.Message> sent = new ArrayList<>();
  private Channel.Sent answer = new Channel.Sent.Accepted("250 kept");

  public NotifyForTests(LocalWork work, AuditLog audit, TestKeys keys) {
    this.work = work;
    this.audit = audit;
    this.rows = new OutboxRows(work.sql(), new SealedPayload(keys.application()));
    this.links = new LinkDesk(work.sql(), work.engine(), audit);
  }

  public Outbox outbox() {
    return rows;
  }

  public Links links() {
    return links;
  }

  /** What the channel answers from now on. */
  public void answers(Channel.Sent next) {
    answer = next;
  }

  /** Works the outbox off, and returns what was sent by it, oldest first. */
  public List<Channel.Message> send(List<DeliveryListener> listeners, List<Recheck> rechecks) {
    return send(listeners, rechecks, List.of());
  }

  /** The same with the tasks of other features. */
  public List<Channel.Message> send(
      List<DeliveryListener> listeners, List<Recheck> rechecks, List<TaskRunner> runners) {
    sent.clear();
    var settings =
        new NotifySettings(
            "witness-vault",
            "https://vault.example.org",
            // One try for a letter; a task that fails comes back, and not within the same turn.
            new Retry(1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1));
    var channel =
        new Channel() {
          @Override
          public Sent send(Message message) {
            sent.add(message);
            return answer;
          }

          @Override
          public void close() {}
        };
    new OutboxWorker(
            settings,
            work.engine(),
            work.sql(),
            rows,
            new Letters(settings.publicUrl(), new PlainWording("witness-vault")),
            new Channels(Map.of(Destination.MAIL, channel)),
            new DeliveryRecord(audit),
            fate -> {},
            new OutboxWorker.Plugs(listeners, rechecks, runners),
            () -> 0)
        .work(100);
    return List.copyOf(sent);
  }

  /** The token of the link in a message. */
  public static String token(Channel.Message message) {
    return message.text().replaceAll("(?s).*/l/[a-z-]+/([A-Za-z0-9_-]{43}).*", "$1");
  }
}
