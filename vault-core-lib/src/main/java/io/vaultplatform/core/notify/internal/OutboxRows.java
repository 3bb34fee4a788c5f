package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Outbox;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Template;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The rows of the outbox.
 *
 * <p>A row is <em>claimed</em> in one short transaction (nobody else takes it until the claim
 * ends), sent outside of any, and its outcome recorded in a second one, if the claim still stands.
 * A crash in between lets the claim run out, and the same letter goes out again under the same id.
 */
@ApplicationScoped
@Transactional(value = Transactional.TxType.MANDATORY, rollbackOn = Exception.class)
class OutboxRows implements Outbox {
  // No conflict target: naming one would need the right to read the column, which a person does not
  // have.
  private static final String ADD =
      """
      INSERT INTO vault_core.outbox
        (id, product, kind, name, vault_id, account_id, about_kind, subject_id, epoch, occasion, person_id, evidence,
         payload, destinations, due, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())
      ON CONFLICT DO NOTHING
      """;

  // SKIP LOCKED: a letter that is being recorded just now has gone out already. Waiting for it
  // could deadlock with its
  // recording, which takes the trigger's row (held by our caller) before its own.
  private static final String WITHDRAW =
      """
      UPDATE vault_core.outbox
         SET status = 'dropped', payload = NULL, answer = 'withdrawn', ended_at = clock_timestamp()
       WHERE id IN (SELECT id FROM vault_core.outbox
                     WHERE about_kind = ? AND subject_id = ? AND epoch = ? AND occasion = ? AND status = 'waiting'
                       FOR UPDATE SKIP LOCKED)
      """;

  private static final String CLAIM_OLDEST =
      """
      UPDATE vault_core.outbox o
         SET claim = ?, due = clock_timestamp() + ?::interval
       WHERE o.id = (SELECT id FROM vault_core.outbox
                      WHERE product = ? AND status = 'waiting' AND due <= clock_timestamp()
                      ORDER BY due LIMIT 1
                        FOR UPDATE SKIP LOCKED)
      RETURNING o.id
      """;

  private static final String CLAIM_TASK =
      """
      UPDATE vault_core.outbox o
         SET claim = ?, due = clock_timestamp() + ?::interval
       WHERE o.id = (SELECT id FROM vault_core.outbox
                      WHERE product = ? AND kind = 'task' AND status = 'waiting' AND due <= clock_timestamp()
                      ORDER BY due LIMIT 1
                        FOR UPDATE SKIP LOCKED)
      RETURNING o.id
      """;

  private static final String READ = "SELECT * FROM vault_core.outbox WHERE id = ? AND claim = ?";

  private static final String HOLD =
      """
      SELECT failures FROM vault_core.outbox WHERE id = ? AND claim = ? AND status = 'waiting' FOR UPDATE
      """;

  private static final String END =
      """
      UPDATE vault_core.outbox
         SET status = ?, payload = CASE WHEN ? = 'dead' THEN payload END, answer = ?, claim = NULL, ended_at = ?
       WHERE id = ? AND claim = ? AND status = 'waiting'
      """;

  private static final String AGAIN =
      """
      UPDATE vault_core.outbox
         SET claim = NULL, destination = ?, failures = ?, due = ?, answer = ?
       WHERE id = ? AND claim = ? AND status = 'waiting'
      """;

  private static final String TRIED =
      """
      INSERT INTO vault_core.deliveries (outbox_id, try, channel, outcome, answer, at)
      SELECT ?, coalesce(max(try), 0) + 1, ?, ?, ?, ? FROM vault_core.deliveries WHERE outbox_id = ?
      """;

  private static final String FIGURES =
      """
      SELECT count(*) FILTER (WHERE status = 'waiting' AND due <= clock_timestamp()) AS due,
             count(*) FILTER (WHERE status = 'waiting') AS waiting,
             count(*) FILTER (WHERE status = 'dead') AS given_up
        FROM vault_core.outbox
       WHERE product = ? AND status IN ('waiting', 'dead')
      """;

  private final Sql sql;
  private final Envelope envelope;

  @Inject
  OutboxRows(Sql sql, Envelope envelope) {
    this.sql = sql;
    this.envelope = envelope;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  OutboxRows() {
    this(null, null);
  }

  /** The right to send a row, before anything of it was read. */
  record Claim(OutgoingId id, UUID claim) {}

  /** Which of the rows that are due is taken. */
  enum Turn {
    /** What waits longest, of whatever kind. */
    OLDEST,
    /** The task that waits longest; a letter only where no task is due. */
    TASKS_FIRST
  }

  /** A row that its holder may send. The payload is still sealed. */
  record Claimed(
      OutgoingId id,
      UUID claim,
      String product,
      About about,
      Instant createdAt,
      String kind,
      String name,
      String evidence,
      Bytes payload,
      int destinations,
      int destination,
      int failures) {}

  /** Counts for the metrics. */
  record Figures(long due, long waiting, long givenUp) {}

  @Override
  public void add(Outgoing outgoing) {
    var about = outgoing.about();
    var sealed = envelope.seal(about.scope(), outgoing.id(), Payload.of(outgoing).bytes());
    sql.update(
        ADD,
        outgoing.id().value(),
        outgoing.product(),
        kind(outgoing),
        name(outgoing),
        ScopeColumns.vault(about.scope()),
        ScopeColumns.account(about.scope()),
        about.kind(),
        about.subject(),
        about.epoch(),
        about.occasion(),
        about.person(),
        evidence(outgoing),
        sealed,
        destinations(outgoing),
        outgoing.notBefore());
  }

  @Override
  public void withdraw(About about) {
    sql.update(WITHDRAW, about.kind(), about.subject(), about.epoch(), about.occasion());
  }

  Optional<Claim> claim(String product, Duration length, Turn turn) {
    return switch (turn) {
      case OLDEST -> claim(CLAIM_OLDEST, product, length);
      case TASKS_FIRST ->
          claim(CLAIM_TASK, product, length).or(() -> claim(CLAIM_OLDEST, product, length));
    };
  }

  private Optional<Claim> claim(String statement, String product, Duration length) {
    var claim = Randomness.uuidV7(sql.now());
    return sql.find(
        statement,
        row -> new Claim(new OutgoingId(row.uuid("id")), claim),
        claim,
        length.toString(),
        product);
  }

  /** What was claimed. Apart from the claim, which a row that cannot be read must not undo. */
  Claimed read(Claim claim) {
    return sql.one(READ, OutboxRows::claimed, claim.id().value(), claim.claim());
  }

  /** Locks a claimed row again; false when the claim was lost. */
  boolean hold(Claimed row) {
    return sql.find(HOLD, found -> found.integer("failures"), row.id().value(), row.claim())
        .isPresent();
  }

  void end(Claimed row, String status, String answer, Instant now) {
    sql.updateOne(END, status, status, answer, now, row.id().value(), row.claim());
  }

  void again(Claimed row, int destination, int failures, Instant due, String answer) {
    sql.updateOne(AGAIN, destination, failures, due, answer, row.id().value(), row.claim());
  }

  void tried(Claimed row, String channel, String outcome, String answer, Instant now) {
    sql.update(TRIED, row.id().value(), channel, outcome, answer, now, row.id().value());
  }

  Figures figures(String product) {
    return sql.one(
        FIGURES,
        row -> new Figures(row.number("due"), row.number("waiting"), row.number("given_up")),
        product);
  }

  Payload open(Claimed row) {
    return Payload.of(envelope.open(row.about().scope(), row.id(), row.payload().toArray()));
  }

  Outgoing.Letter letter(Claimed row) {
    var payload = open(row);
    return new Outgoing.Letter(
        row.id(),
        row.product(),
        row.about(),
        row.createdAt(),
        Outgoing.Evidence.valueOf(row.evidence().toUpperCase(Locale.ROOT)),
        Template.valueOf(row.name().toUpperCase(Locale.ROOT)),
        payload.to(),
        payload.words(),
        payload.link());
  }

  Outgoing.Task task(Claimed row) {
    return new Outgoing.Task(
        row.id(), row.product(), row.about(), row.createdAt(), row.name(), open(row).words());
  }

  private static Claimed claimed(Row row) {
    return new Claimed(
        new OutgoingId(row.uuid("id")),
        row.uuid("claim"),
        row.text("product"),
        new About(
            ScopeColumns.of(row),
            row.text("about_kind"),
            row.uuid("subject_id"),
            row.number("epoch"),
            row.text("occasion"),
            row.findUuid("person_id")),
        row.instant("created_at"),
        row.text("kind"),
        row.text("name"),
        row.text("evidence"),
        Bytes.of(row.bytes("payload")),
        row.integer("destinations"),
        row.integer("destination"),
        row.integer("failures"));
  }

  private static String kind(Outgoing outgoing) {
    return switch (outgoing) {
      case Outgoing.Letter letter -> "letter";
      case Outgoing.Task task -> "task";
    };
  }

  private static String name(Outgoing outgoing) {
    return switch (outgoing) {
      case Outgoing.Letter letter -> letter.template().name().toLowerCase(Locale.ROOT);
      case Outgoing.Task task -> task.name();
    };
  }

  private static String evidence(Outgoing outgoing) {
    return switch (outgoing) {
      case Outgoing.Letter letter -> letter.evidence().name().toLowerCase(Locale.ROOT);
      case Outgoing.Task task -> "task";
    };
  }

  private static int destinations(Outgoing outgoing) {
    return switch (outgoing) {
      case Outgoing.Letter letter -> letter.to().size();
      case Outgoing.Task task -> 0;
    };
  }
}
