package io.vaultplatform.system.inside;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.store.Db;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.UUID;

/**
 * A small feature of the test's own, written as every feature is: state, entry and outbox in one
 * transaction.
 */
@Work
public class Story {
  private static final String NEW_VAULT =
      """
      INSERT INTO vault_core.vaults (id, product, owner_id, label, suite, created_at)
      VALUES (?, 'witness-vault', ?, '\\x01', 'classic', now())
      """;

  private static final String NEW_TASK =
      """
      INSERT INTO vault_core.outbox (id, product, kind, name, vault_id, about_kind, subject_id, epoch, occasion, evidence,
                                     payload, destinations, due, created_at)
      VALUES (?, 'witness-vault', 'task', 'nobody-takes-this', ?, 'vault', ?, 0, 'test', 'task', '\\x01', 0, now() + interval '1 day', now())
      """;

  @Inject private Sql sql;
  @Inject private AuditLog audit;
  @Inject @Db private EntityManager entities;

  /** Creates a vault, enters that, puts a task into the outbox; fails where it is told to. */
  public void begin(VaultId vault, AccountId owner, Step failAfter) {
    sql.update(NEW_VAULT, vault.value(), owner.value());
    fail(failAfter == Step.STATE);
    audit.append(
        Draft.of(
            Chain.of(vault),
            EventType.VAULT_CREATED,
            new Resource("vault", vault.value().toString()),
            new Actor(Actor.Kind.USER, owner.value().toString()),
            Map.of("product", "witness-vault", "suite", "classic")));
    fail(failAfter == Step.ENTRY);
    sql.update(NEW_TASK, UUID.randomUUID(), vault.value(), vault.value());
    fail(failAfter == Step.OUTBOX);
  }

  /** A query that forgot its WHERE. */
  public int everyVaultThereIs() {
    return sql.list("SELECT id FROM vault_core.vaults", row -> row.uuid("id")).size();
  }

  /** Whether JPA finds the vault's row. */
  public boolean findsByJpa(VaultId vault) {
    var type =
        entities.getMetamodel().getEntities().stream()
            .filter(entity -> entity.getName().equals("VaultRow"))
            .findFirst()
            .orElseThrow()
            .getJavaType();
    return entities.find(type, vault.value()) != null;
  }

  private static void fail(boolean now) {
    if (now) {
      throw new Broken();
    }
  }

  /** What a test breaks a transaction with. */
  public static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
