package io.vaultplatform.core.accounts.internal;

import io.vaultplatform.core.accounts.RepeatedRequests;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.store.DoorWork;
import io.vaultplatform.core.store.PersonWork;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** {@link RepeatedRequests} on its table. */
@ApplicationScoped
class RepeatedRequestRows implements RepeatedRequests {
  private static final UUID NOBODY = new UUID(0, 0);
  private static final Duration KEPT = Duration.ofDays(1);

  private static final String FORGET_OLD =
      "DELETE FROM vault_core.repeated_requests WHERE account_id = ? AND started_at < ?";

  private static final String CLAIM =
      """
      INSERT INTO vault_core.repeated_requests (account_id, key, request_hash, started_at) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND =
      """
      SELECT request_hash, answered, status, headers, body FROM vault_core.repeated_requests
       WHERE account_id = ? AND key = ?
      """;

  private static final String ANSWER =
      """
      UPDATE vault_core.repeated_requests SET answered = true, status = ?, headers = ?, body = ?
       WHERE account_id = ? AND key = ? AND NOT answered
      """;

  private static final String FORGET =
      "DELETE FROM vault_core.repeated_requests WHERE account_id = ? AND key = ? AND NOT answered";

  private final DoorWork door;
  private final PersonWork person;
  private final Sql sql;
  private final Clock clock;

  @Inject
  RepeatedRequestRows(DoorWork door, PersonWork person, Sql sql, Clock clock) {
    this.door = door;
    this.person = person;
    this.sql = sql;
    this.clock = clock;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  RepeatedRequestRows() {
    door = null;
    person = null;
    sql = null;
    clock = null;
  }

  @Override
  public Claim claim(Optional<AccountId> who, String key, String requestHash) {
    var id = idOf(who);
    return as(
        who,
        () -> {
          var now = clock.instant();
          sql.update(FORGET_OLD, id, now.minus(KEPT));
          if (sql.update(CLAIM, id, key, requestHash, now) == 1) {
            return new Claim.First();
          }
          return sql.find(FIND, row -> known(row, requestHash), id, key)
              .orElseGet(Claim.Unfinished::new);
        });
  }

  @Override
  public void answered(Optional<AccountId> who, String key, Answer answer) {
    as(
        who,
        () ->
            sql.update(
                ANSWER,
                answer.status(),
                CanonicalJson.text(answer.headers()),
                answer.body().toArray(),
                idOf(who),
                key));
  }

  @Override
  public void forget(Optional<AccountId> who, String key) {
    as(who, () -> sql.update(FORGET, idOf(who), key));
  }

  private static Claim known(Row row, String requestHash) {
    if (!row.text("request_hash").equals(requestHash)) {
      return new Claim.Another();
    }
    if (!row.flag("answered")) {
      return new Claim.Unfinished();
    }
    return new Claim.Again(
        new Answer(
            row.integer("status"), headers(row.text("headers")), Bytes.of(row.bytes("body"))));
  }

  private static Map<String, String> headers(String json) {
    var headers = new LinkedHashMap<String, String>();
    CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8))
        .forEach((name, value) -> headers.put(name, (String) value));
    return headers;
  }

  private <T> T as(Optional<AccountId> who, Supplier<T> work) {
    return who.isPresent() ? person.as(who.get(), work) : door.call(work);
  }

  private static UUID idOf(Optional<AccountId> who) {
    return who.map(AccountId::value).orElse(NOBODY);
  }
}
