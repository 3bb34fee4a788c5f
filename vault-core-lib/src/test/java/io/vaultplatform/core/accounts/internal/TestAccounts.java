package io.vaultplatform.core.accounts.internal;

import io.vaultplatform.core.accounts.AccountName;
import io.vaultplatform.core.accounts.Accounts;
import io.vaultplatform.core.accounts.Bundle;
import io.vaultplatform.core.accounts.KdfParameters;
import io.vaultplatform.core.accounts.Registration;
import io.vaultplatform.core.accounts.SealedSlots;
import io.vaultplatform.core.accounts.Sessions;
import io.vaultplatform.core.accounts.Unlocks;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Derivation;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.PublicKeys;
import io.vaultplatform.core.keys.UnlockSlots;
import io.vaultplatform.core.keys.internal.TestDirectory;
import io.vaultplatform.core.keys.spi.KeyNotices;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.orders.spi.OrderedWork;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Accounts and sessions on a test's transactions, and people to register. */
final class TestAccounts {
  final Map<String, Integer> figures = new ConcurrentHashMap<>();
  private final Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();
  final Queue<KeyNotices.News> news = new ConcurrentLinkedQueue<>();
  Optional<String> hindrance = Optional.empty();
  final Unlocks unlocks;
  final AuditLog audit;
  final Accounts accounts;
  final Sessions sessions;
  final AccessTokens tokens;

  private final TokenRotation rotation;

  TestAccounts(LocalWork work, Clock clock) {
    this(work, clock, TestKeys.open());
  }

  /** Another server with the same key service, as after a restart. */
  TestAccounts(LocalWork work, Clock clock, TestKeys keys) {
    var settings =
        Settings.of(
            Map.of(
                "vault.product", "witness-vault", "vault.accounts.registrations-per-hour", "40"));
    audit = TestAudit.open(work, keys).log();
    var secrets = new DoorSecrets(work.door(), work.sql(), keys.application(), clock);
    var door = new Door(work.door(), work.sql(), secrets, clock);
    rotation = new TokenRotation(work.door(), secrets, audit);
    tokens = new AccessTokens(secrets, "witness-vault");
    accounts =
        new LocalAccounts(
            door,
            work.person(),
            work.sql(),
            TestDirectory.on(work.sql(), audit, clock),
            audit,
            clock,
            settings);
    sessions =
        new LocalSessions(
            door,
            work.door(),
            work.person(),
            work.sql(),
            new SessionRows(work.sql()),
            tokens,
            audit,
            clock,
            result -> figures.merge(result.text(), 1, Integer::sum),
            afterwards::add,
            List.of((owner, what) -> news.add(what)),
            settings);
    unlocks =
        new Unlocking(
            work.person(),
            work.sql(),
            new SessionRows(work.sql()),
            TestDirectory.on(work.sql(), audit, clock),
            audit,
            clock,
            List.of((owner, what) -> news.add(what)),
            List.of(owner -> hindrance));
  }

  /** The orders that this feature carries out. */
  OrderedWork orders() {
    return rotation;
  }

  /** Does what was left for after the answers. */
  void afterwards() {
    for (var work = afterwards.poll(); work != null; work = afterwards.poll()) {
      work.run();
    }
  }

  /** Slots that are well formed and open for nobody. */
  static SealedSlots slots() {
    try (var box = AgeIdentity.generate(Suite.HYBRID);
        var passphrase = AgeIdentity.generate(Suite.HYBRID)) {
      var slots = UnlockSlots.first(passphrase.recipient(), Instant.EPOCH);
      return new SealedSlots(Bytes.of(slots.seal(box)), Bytes.of(slots.verifiers()));
    }
  }

  /** What a client would send; deriving is left out, for the server sees random bytes anyway. */
  static Registration registration(String name, SecretBytes authKey) {
    try (var signing = SigningKey.generate(Suite.HYBRID)) {
      return registration(name, authKey, signing);
    }
  }

  /** As above, for somebody who will sign with that key. */
  static Registration registration(String name, SecretBytes authKey, SigningKey signing) {
    try (var identity = AgeIdentity.generate(Suite.CLASSIC)) {
      var age =
          AgeFile.encrypt(
              "a bundle".getBytes(StandardCharsets.UTF_8), Set.of(identity.recipient()));
      return new Registration(
          new AccountName(name),
          new KdfParameters(Derivation.DEFAULT_PARAMETERS, Base64Url.encode(Randomness.bytes(16))),
          authKey,
          new PublicKeys(RecipientKeys.of(identity.recipient()), signing.verificationKey()),
          Bundle.of(age),
          slots());
    }
  }
}
