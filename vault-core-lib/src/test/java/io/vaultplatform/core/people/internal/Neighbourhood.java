package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.notify.internal.MemoryAudit;
import io.vaultplatform.core.notify.internal.NotifyForTests;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.CodeTries;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.store.LocalWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The people's services on a real database, one owner with a vault, and letters kept instead of
 * sent.
 */
final class Neighbourhood {
  static final int LETTERS_PER_DAY = 4;
  static final PeopleSettings SETTINGS =
      new PeopleSettings(
          3,
          LETTERS_PER_DAY,
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofMinutes(30),
          new CodeTries.Limit(3, Duration.ofSeconds(2)));
  final LocalWork work;
  final MemoryAudit audit = new MemoryAudit();
  final NotifyForTests notify;
  final AccountId ann = new AccountId(UUID.randomUUID());
  final VaultId vault = new VaultId(UUID.randomUUID());
  final Keys annsKeys = Keys.fresh();
  final TrusteeRows trusteeRows;
  final RecipientRows recipientRows;
  final TrusteeDesk trustees;
  final RecipientDesk recipients;
  final OwnerAddressDesk addresses;
  final ReachRows reach;
  final PeopleDeliveries deliveries;

  /** Somebody's private keys. */
  record Keys(AgeIdentity identity, SigningKey signing) {
    static Keys fresh() {
      return new Keys(AgeIdentity.generate(Suite.CLASSIC), SigningKey.generate(Suite.HYBRID));
    }

    PersonKeys open() {
      return new PersonKeys(
          RecipientKeys.of(identity.recipient()), Optional.of(signing.verificationKey()));
    }
  }

  Neighbourhood(LocalWork work) {
    this.work = work;
    var keys = TestKeys.open();
    this.notify = new NotifyForTests(work, audit, keys);
    var sealed = new Sealed(keys.vaultKeys(work.sql()), keys.application(), keys.erasures());
    var settings = SETTINGS;
    trusteeRows = new TrusteeRows(work.sql(), sealed);
    recipientRows = new RecipientRows(work.sql(), sealed);
    reach = new ReachRows(work.sql(), sealed, trusteeRows, recipientRows);
    var letters = new PeopleLetters(notify.outbox(), reach);
    var entries = new Entries(audit);
    trustees =
        new TrusteeDesk(
            work.sql(),
            work.engine(),
            notify.links(),
            letters,
            trusteeRows,
            account -> account.equals(ann) ? List.of(annsKeys.open()) : List.of(),
            entries,
            settings);
    recipients =
        new RecipientDesk(
            work.sql(),
            work.engine(),
            notify.links(),
            recipientRows,
            entries,
            settings,
            new Pace(Duration.ofMillis(200)));
    addresses = new OwnerAddressDesk(work.sql(), notify.links(), letters, sealed, audit, settings);
    deliveries = new PeopleDeliveries(work.sql(), trusteeRows, recipientRows);
    // Every test has keys of its own, so that letters of another one could not be opened.
    work.engine()
        .run(
            () ->
                work.sql()
                    .update(
                        """
                        UPDATE vault_core.outbox SET status = 'dropped', payload = NULL, ended_at = now()
                         WHERE status = 'waiting'
                        """));
    add(vault);
  }

  /** One more vault of the owner. */
  VaultId anotherVault() {
    var another = new VaultId(UUID.randomUUID());
    add(another);
    return another;
  }

  private void add(VaultId id) {
    work.run(
        ann,
        () ->
            work.sql()
                .update(
                    """
                    INSERT INTO vault_core.vaults (id, product, owner_id, label, suite, created_at)
                    VALUES (?, 'witness-vault', ?, ?, 'classic', ?)
                    """,
                    id.value(),
                    ann.value(),
                    new byte[] {1},
                    Instant.EPOCH));
  }

  static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var refusal) -> throw new AssertionError("refused: " + refusal);
    };
  }

  static Alias alias(String text) {
    return done(Alias.parse("alias", text));
  }

  String everything(String table) {
    return String.join(
        "\n",
        work.engine()
            .<List<String>>call(
                () ->
                    work.sql()
                        .list(
                            "SELECT t::text AS row FROM vault_core." + table + " t",
                            row -> row.text("row"))));
  }
}
