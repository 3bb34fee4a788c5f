package io.vaultplatform.core.kms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.kms.Column;
import io.vaultplatform.core.kms.VaultKeys;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sealed columns on real rows. */
@ExtendWith(PostgresExtension.class)
class DataKeysIT {
  private static final String NAME = "Aunt Mary <script>'; DROP TABLE vaults --";
  private final AccountId ann = new AccountId(UUID.randomUUID());
  private final AccountId bob = new AccountId(UUID.randomUUID());
  private final VaultId vault = new VaultId(UUID.randomUUID());
  private final VaultId other = new VaultId(UUID.randomUUID());
  private final Column cell = new Column("trustees", "alias", UUID.randomUUID());
  private final LocalWork work;
  private final VaultKeys keys;

  DataKeysIT(LocalWork work) {
    this.work = work;
    this.keys = TestKeys.open().vaultKeys(work.sql());
  }

  @BeforeEach
  void vaults() {
    for (var id : new VaultId[] {vault, other}) {
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
  }

  @Test
  void a_sealed_text_comes_back_for_its_owner_and_for_the_engine() {
    byte[] sealed = work.as(ann, () -> keys.seal(vault, cell, NAME));
    String forAnn = work.as(ann, () -> keys.open(vault, cell, sealed));
    String forEngine = work.engine().call(() -> keys.open(vault, cell, sealed));
    assertThat(forAnn).isEqualTo(NAME);
    assertThat(forEngine).isEqualTo(NAME);
  }

  @Test
  void moved_to_another_row_column_table_or_vault_it_does_not_open() {
    byte[] sealed = work.as(ann, () -> keys.seal(vault, cell, NAME));
    work.run(ann, () -> keys.seal(other, cell, "so that the other vault has a key"));
    refused(vault, new Column("trustees", "alias", UUID.randomUUID()), sealed);
    refused(vault, new Column("trustees", "address", cell.row()), sealed);
    refused(vault, new Column("recipients", "alias", cell.row()), sealed);
    refused(other, cell, sealed);
  }

  @Test
  void somebody_elses_vault_has_no_key() {
    byte[] sealed = work.as(ann, () -> keys.seal(vault, cell, NAME));
    assertThatThrownBy(() -> work.as(bob, () -> keys.open(vault, cell, sealed)))
        .isInstanceOf(VaultException.class);
    assertThatThrownBy(() -> work.as(bob, () -> keys.seal(other, cell, NAME)))
        .isInstanceOf(VaultException.class);
  }

  @Test
  void destroying_the_key_makes_every_column_unreadable() {
    byte[] sealed = work.as(ann, () -> keys.seal(vault, cell, NAME));
    work.run(
        ann,
        () -> {
          work.sql().update("SET LOCAL ROLE vault_eraser");
          work.sql()
              .updateOne("DELETE FROM vault_core.vault_keys WHERE vault_id = ?", vault.value());
        });
    refused(vault, cell, sealed);
  }

  @Test
  void a_key_made_in_a_transaction_that_failed_is_not_used_again() {
    assertThatThrownBy(
            () ->
                work.run(
                    ann,
                    () -> {
                      keys.seal(vault, cell, NAME);
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");
    byte[] sealed = work.as(ann, () -> keys.seal(vault, cell, NAME));
    String back = work.as(ann, () -> keys.open(vault, cell, sealed));
    assertThat(back).isEqualTo(NAME);
  }

  private void refused(VaultId in, Column place, byte[] sealed) {
    assertThatThrownBy(() -> work.as(ann, () -> keys.open(in, place, sealed)))
        .isInstanceOf(VaultException.class)
        .satisfies(
            failure -> assertThat(String.valueOf(failure.getMessage())).doesNotContain("Mary"));
  }
}
