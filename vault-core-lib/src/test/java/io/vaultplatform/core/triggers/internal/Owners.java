package io.vaultplatform.core.triggers.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.Triggers;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Owners with a vault and an armed trigger each. */
final class Owners {
  static final Map<String, Object> PLAN =
      Map.ofEntries(
          Map.entry("format", "vault/trigger-plan/v1"),
          Map.entry("type", "dead_man_switch"),
          Map.entry("interval", "PT10S"),
          Map.entry("grace", "PT2S"),
          Map.entry(
              "reminders", Map.of("before", List.of(), "every", "PT30S", "arriveWithin", "PT1S")),
          Map.entry("signalsNeeded", 2),
          Map.entry("verifyWithin", "PT20S"),
          Map.entry("challengeWindow", "PT2S"),
          Map.entry("stages", List.of(Map.of("window", "PT1S"))),
          Map.entry("uncertainty", "hold"),
          Map.entry("trustees", 2),
          Map.entry("confirmations", 1),
          Map.entry("shares", 1));
  static final String HASH = "ab".repeat(32);

  private final TestDatabase database;
  private final LocalWork work;
  private final Triggers triggers;
  private final Map<TriggerId, VaultId> vaults = new HashMap<>();
  private final Map<TriggerId, AccountId> accounts = new HashMap<>();
  private final Map<TriggerId, TriggerState> put = new HashMap<>();

  Owners(TestDatabase database, LocalWork work, Triggers triggers) {
    this.database = database;
    this.work = work;
    this.triggers = triggers;
  }

  TriggerId draft() {
    var owner = new AccountId(UUID.randomUUID());
    var vault = new VaultId(UUID.randomUUID());
    var trigger = new TriggerId(UUID.randomUUID());
    work.run(owner, () -> makeVault(vault, owner));
    done(work.as(owner, () -> triggers.create(vault, trigger, PLAN, Actor.user(owner))));
    vaults.put(trigger, vault);
    accounts.put(trigger, owner);
    return trigger;
  }

  TriggerId armed() {
    var trigger = draft();
    var owner = owner(trigger);
    done(work.as(owner, () -> triggers.arm(trigger, 1, HASH, HASH, Actor.user(owner))));
    return trigger;
  }

  private void makeVault(VaultId vault, AccountId owner) {
    work.sql()
        .updateOne(
            """
            INSERT INTO vault_core.vaults (id, product, owner_id, label, suite, created_at)
            VALUES (?, 'witness-vault', ?, ?, 'classic', clock_timestamp())
            """,
            vault.value(),
            owner.value(),
            new byte[] {1});
  }

  AccountId owner(TriggerId trigger) {
    return java.util.Objects.requireNonNull(accounts.get(trigger));
  }

  VaultId vault(TriggerId trigger) {
    return java.util.Objects.requireNonNull(vaults.get(trigger));
  }

  TriggerState state(TriggerId trigger) {
    return work.engine().call(() -> triggers.find(trigger)).orElseThrow().state();
  }

  void put(TriggerId trigger, TriggerState state) {
    TestTriggers.put(database.superuser(), trigger, state);
    put.put(trigger, state);
  }

  /** What was last put. */
  TriggerState put(TriggerId trigger) {
    return java.util.Objects.requireNonNull(put.get(trigger));
  }

  long ticksInTheLog(TriggerId trigger) {
    return count(
        "SELECT count(*) FROM vault_core.audit_log WHERE chain_id = '"
            + vault(trigger)
            + "' AND type = 'trigger_stepped'");
  }

  long entries(TriggerId trigger) {
    return count(
        "SELECT count(*) FROM vault_core.audit_log WHERE chain_id = '" + vault(trigger) + "'");
  }

  void forgetAll() {
    superuser(
        "UPDATE vault_core.triggers SET state ="
            + " '{\"format\":\"vault/trigger-state/v1\",\"state\":\"draft\"}', status = 'draft',"
            + " next_due = NULL, due_since = NULL, failures = 0");
    vaults.clear();
    accounts.clear();
    put.clear();
  }

  void superuser(String statement) {
    try (var connection = database.superuser().getConnection();
        var made = connection.createStatement()) {
      made.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  long count(String query) {
    try (var connection = database.superuser().getConnection();
        var made = connection.createStatement();
        var rows = made.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var refusal) -> throw new AssertionError(refusal.toString());
    };
  }
}
