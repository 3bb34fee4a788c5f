package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.keys.spi.KeysInUse;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.Triggers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Whoever is armed has signed a policy and a release list with the keys of today: trustees check
 * them, and a list that grows is signed with the same key. So keys are not replaced underneath.
 */
@ApplicationScoped
class ArmedKeys implements KeysInUse {
  // Locked, so that an arming under way comes before this or after it.
  private static final String VAULTS =
      "SELECT id FROM vault_core.vaults WHERE owner_id = ? ORDER BY id FOR UPDATE";

  private final Sql sql;
  private final EscrowRows rows;
  private final Triggers triggers;

  @Inject
  ArmedKeys(Sql sql, EscrowRows rows, Triggers triggers) {
    this.sql = sql;
    this.rows = rows;
    this.triggers = triggers;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ArmedKeys() {
    this(null, null, null);
  }

  @Override
  public Optional<String> hindrance(AccountId owner) {
    return sql.list(VAULTS, row -> new VaultId(row.uuid("id")), owner.value()).stream()
        .flatMap(vault -> rows.live(vault).stream())
        .map(row -> new TriggerId(row.epoch().trigger()))
        .filter(this::runs)
        .findFirst()
        .map(
            trigger ->
                "Trigger "
                    + trigger
                    + " is armed with a policy that your present keys signed. Disarm it, replace"
                    + " the keys, and arm it again.");
  }

  private boolean runs(TriggerId trigger) {
    return triggers
        .find(trigger)
        .map(
            view ->
                switch (view.state()) {
                  case TriggerState.Live live -> true;
                  case TriggerState.Paused paused -> true;
                  case TriggerState.Held held -> true;
                  case TriggerState.Draft draft -> false;
                  case TriggerState.Executed executed -> false;
                  case TriggerState.Cancelled cancelled -> false;
                  case TriggerState.Rescinded rescinded -> false;
                })
        .orElse(false);
  }
}
