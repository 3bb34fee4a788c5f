package io.vaultplatform.cli.work;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.Home;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.AgePayload;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.Manifest.EscrowNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client remembers of a document goes forwards only, whatever order its work ends in. */
class SeenDocumentsTest {
  private final AccountId owner = new AccountId(UUID.randomUUID());
  private final VaultId vault = new VaultId(UUID.randomUUID());
  private final DocumentId document = new DocumentId(UUID.randomUUID());
  private final UUID trigger = UUID.randomUUID();
  private final SeenDocuments seen;

  SeenDocumentsTest(@TempDir Path folder) {
    seen = new SeenDocuments(new Home(folder.resolve("home")).pins());
  }

  @Test
  void a_version_that_is_finished_late_does_not_make_an_older_one_the_last() {
    seen.remember(manifest(2, 0));
    seen.remember(manifest(1, 0));

    assertThatThrownBy(() -> seen.check(manifest(1, 0)))
        .isInstanceOf(Stop.class)
        .hasMessageContaining("ROLLED_BACK");
    assertThatCode(() -> seen.check(manifest(2, 0))).doesNotThrowAnyException();
  }

  @Test
  void an_upload_that_is_finished_again_after_arming_anew_does_not_lower_the_epoch() {
    seen.remember(manifest(1, 1));
    seen.remember(manifest(1, 2));
    seen.remember(manifest(1, 1));

    assertThatThrownBy(() -> seen.check(manifest(1, 1)))
        .isInstanceOf(Stop.class)
        .hasMessageContaining("OLDER_EPOCH");
    assertThatCode(() -> seen.check(manifest(1, 2))).doesNotThrowAnyException();
  }

  @Test
  void a_document_is_not_shown_without_the_epoch_it_was_armed_in_unless_its_owner_signed_so() {
    seen.check(manifest(1, 1));
    assertThatThrownBy(() -> seen.check(manifest(1, 0)))
        .isInstanceOf(Stop.class)
        .hasMessageContaining("OLDER_EPOCH");

    seen.remember(manifest(1, 0));

    assertThatCode(() -> seen.check(manifest(1, 0))).doesNotThrowAnyException();
  }

  private Manifest manifest(int version, int epoch) {
    return new Manifest(
        owner,
        vault,
        document,
        version,
        EncryptionClass.B,
        epoch == 0
            ? Optional.empty()
            : Optional.of(new EscrowNames(trigger, epoch, List.of("a".repeat(64)))),
        "b".repeat(64),
        AgePayload.lengthOf(100),
        100,
        "c".repeat(64),
        Optional.of(new Manifest.HeaderHashes("d".repeat(64), "e".repeat(64))));
  }
}
