package io.vaultplatform.system.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.store.CurrentPrincipal;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Principal;
import io.vaultplatform.core.store.Sql;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds inside the server: state, log entry and outbox commit together or not at all, and
 * nobody sees another owner's row, whatever a query or a cache would say.
 */
@ExtendWith(ArquillianExtension.class)
class OneTransactionIT {
  @Inject private Story story;
  @Inject private WithoutWork withoutWork;
  @Inject private CurrentPrincipal principal;
  @Inject private EngineWork engine;
  @Inject private Sql sql;

  @Deployment
  static WebArchive war() {
    return BuiltWar.with(
        OneTransactionIT.class,
        Story.class,
        Story.Broken.class,
        Step.class,
        WithoutWork.class,
        BuiltWar.class,
        Rows.class);
  }

  @Test
  void state_entry_and_outbox_are_there_together() {
    var vault = newVault();
    begin(vault, newOwner(), Step.NEVER);

    assertEquals(new Rows(1, 1, 1), rows(vault));
  }

  @Test
  void a_failure_after_the_state_leaves_nothing() {
    leavesNothing(Step.STATE);
  }

  @Test
  void a_failure_after_the_entry_leaves_nothing() {
    leavesNothing(Step.ENTRY);
  }

  @Test
  void a_failure_after_the_outbox_leaves_nothing() {
    leavesNothing(Step.OUTBOX);
  }

  @Test
  void a_row_that_one_owner_loaded_is_not_served_to_another() {
    var vault = newVault();
    var owner = newOwner();
    begin(vault, owner, Step.NEVER);

    assertTrue(as(owner, () -> story.findsByJpa(vault)));
    assertFalse(as(newOwner(), () -> story.findsByJpa(vault)));
    assertTrue(as(owner, () -> story.findsByJpa(vault)));
  }

  @Test
  void a_query_without_where_returns_nothing_of_anybody_elses() {
    var owner = newOwner();
    begin(newVault(), owner, Step.NEVER);
    begin(newVault(), newOwner(), Step.NEVER);

    assertEquals(1, as(owner, story::everyVaultThereIs));
    assertEquals(0, as(newOwner(), story::everyVaultThereIs));
  }

  @Test
  void a_service_that_forgot_its_annotation_sees_nothing() {
    var owner = newOwner();
    begin(newVault(), owner, Step.NEVER);

    assertEquals(0, as(owner, withoutWork::outsideOfATransaction));
    assertEquals(0, as(owner, withoutWork::inATransactionOfNobody));
  }

  @Test
  void nobody_and_the_next_request_on_the_same_connection_see_nothing() {
    begin(newVault(), newOwner(), Step.NEVER);

    for (var i = 0; i < 50; i++) {
      assertEquals(0, story.everyVaultThereIs());
    }
  }

  private void leavesNothing(Step failAfter) {
    var vault = newVault();

    var thrown = assertThrows(RuntimeException.class, () -> begin(vault, newOwner(), failAfter));

    assertEquals(Story.Broken.class, thrown.getClass());
    assertEquals(new Rows(0, 0, 0), rows(vault));
  }

  private void begin(VaultId vault, AccountId owner, Step failAfter) {
    as(
        owner,
        () -> {
          story.begin(vault, owner, failAfter);
          return true;
        });
  }

  private <T> T as(AccountId owner, Supplier<T> work) {
    return principal.as(new Principal.Person(owner), work);
  }

  /** What the tables hold about one vault. */
  record Rows(int vaults, int entries, int tasks) {}

  /**
   * Looked up as the engine, which sees everybody's, so that nothing can hide behind row-level
   * security.
   */
  private Rows rows(VaultId vault) {
    return engine.call(
        () ->
            new Rows(
                count("SELECT 1 AS one FROM vault_core.vaults WHERE id = ?", vault),
                count("SELECT 1 AS one FROM vault_core.audit_log WHERE chain_id = ?", vault),
                count("SELECT 1 AS one FROM vault_core.outbox WHERE vault_id = ?", vault)));
  }

  private int count(String statement, VaultId vault) {
    return sql.list(statement, row -> true, vault.value()).size();
  }

  private static VaultId newVault() {
    return new VaultId(UUID.randomUUID());
  }

  private static AccountId newOwner() {
    return new AccountId(UUID.randomUUID());
  }
}
