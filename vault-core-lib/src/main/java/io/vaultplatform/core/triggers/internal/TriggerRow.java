package io.vaultplatform.core.triggers.internal;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerJson;
import io.vaultplatform.core.triggers.TriggerView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * A row of {@code triggers}: plan and state still as text, for one that cannot be read must not
 * stop the others.
 */
record TriggerRow(
    VaultId vault,
    TriggerId id,
    String product,
    String plan,
    String state,
    long epoch,
    long version,
    Instant createdAt) {

  static TriggerRow of(Row row) {
    return new TriggerRow(
        new VaultId(row.uuid("vault_id")),
        new TriggerId(row.uuid("id")),
        row.text("product"),
        row.text("plan"),
        row.text("state"),
        row.number("epoch"),
        row.number("version"),
        row.instant("created_at"));
  }

  TriggerView view() {
    return new TriggerView(
        vault, id, product, readPlan(), TriggerJson.state(tree(state)), epoch, version, createdAt);
  }

  private Plan readPlan() {
    return switch (TriggerJson.plan(tree(plan))) {
      case Outcome.Done<Plan>(var read) -> read;
      case Outcome.Refused<Plan>(var refusal) ->
          throw new VaultException(
              "the stored plan of trigger " + id + " cannot be read: " + refusal.detail());
    };
  }

  private static Map<String, Object> tree(String canonical) {
    return CanonicalJson.parse(canonical.getBytes(StandardCharsets.UTF_8));
  }
}
