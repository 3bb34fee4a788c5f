package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.content.internal.Stage.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.VaultView;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Making vaults: once each, and not without end. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VaultsIT {
  private final Stage stage;
  private Writing ann = new Writing();

  VaultsIT(LocalWork work) {
    stage = new Stage(work);
  }

  @BeforeEach
  void somebody_without_a_vault() {
    ann = new Writing();
  }

  private Outcome<VaultView> create(VaultId id) {
    var label = AgeFile.encrypt(new byte[] {'x'}, Set.of(ann.identity.recipient()));
    return stage.work.as(
        ann.account, () -> stage.content.vaults().create(id, label, Suite.CLASSIC));
  }

  @Test
  void one_request_sent_several_times_at_once_makes_one_vault_and_is_answered_alike()
      throws Exception {
    var id = new VaultId(UUID.randomUUID());
    Callable<Outcome<VaultView>> request = () -> create(id);
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var answer : threads.invokeAll(Collections.nCopies(8, request))) {
        assertThat(answer.get()).isInstanceOf(Outcome.Done.class);
      }
    }
    assertThat(stage.work.as(ann.account, () -> stage.content.vaults().list(Optional.empty(), 100)))
        .hasSize(1);
  }

  @Test
  void an_account_has_a_bounded_number_of_vaults() {
    for (int i = 0; i < TestContent.VAULTS; i++) {
      stage.vault(ann);
    }
    assertThat(refusal(create(new VaultId(UUID.randomUUID()))).reason()).isEqualTo(Reason.CONFLICT);
  }
}
