package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.content.internal.Stage.done;
import static io.vaultplatform.core.content.internal.Stage.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ArmedEpoch;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Joining;
import io.vaultplatform.core.content.VaultView;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.content.spi.ArmedEpochs;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vaults of either suite, and the one way from the weaker to the stronger. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuitesIT {
  private static final String TEXT = "what was seen";
  private final Stage stage;
  private final TestDatabase database;
  private final Writing classic = new Writing();
  private final Writing hybrid = classic.with(Suite.HYBRID);

  SuitesIT(LocalWork work, TestDatabase database) {
    stage = new Stage(work);
    this.database = database;
  }

  private static List<AgeRecipient> others(VaultView vault, EncryptionClass type) {
    return type == EncryptionClass.A ? List.of(vault.platform()) : List.of();
  }

  @ParameterizedTest
  @EnumSource(EncryptionClass.class)
  void a_hybrid_vault_takes_hybrid_files_and_no_others(EncryptionClass type) {
    var vault = stage.vault(hybrid);
    assertThat(vault.suite()).isEqualTo(Suite.HYBRID);
    assertThat(vault.platform().suite()).isEqualTo(Suite.HYBRID);
    var parts = hybrid.document(Writing.item(type, vault.id()), TEXT, others(vault, type));
    stage.store(hybrid, parts);
    var file = done(stage.fetch(hybrid.account, vault.id(), parts.item().document()));
    assertThat(opened(file, hybrid)).isEqualTo(TEXT);
    var old = stage.vault(classic);
    var weaker = classic.document(Writing.item(type, vault.id()), TEXT, others(old, type));
    var refused = refusal(stage.offer(classic, weaker));
    assertThat(refused.field()).contains("header");
    assertThat(refused.detail()).contains("this vault's suite, hybrid");
  }

  @Test
  void inv_06_class_c_that_a_hybrid_platform_identity_opens_is_blocked_and_audited() {
    var vault = stage.vault(hybrid);
    var parts =
        hybrid.document(
            Writing.item(EncryptionClass.C, vault.id()), TEXT, List.of(vault.platform()));
    assertThat(refusal(stage.offer(hybrid, parts)).reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(
            stage.entries(hybrid.account, vault.id(), EventType.ENCRYPTION_CLASS_VIOLATION_ATTEMPT))
        .hasSize(1);
  }

  @Test
  void a_vault_moves_to_hybrid_once_and_what_was_stored_before_still_opens() {
    var vault = stage.vault(classic);
    var a = stored(classic, vault, EncryptionClass.A);
    var c = stored(classic, vault, EncryptionClass.C);
    var now = done(strengthen(vault.id()));
    assertThat(now.suite()).isEqualTo(Suite.HYBRID);
    assertThat(now.platform().suite()).isEqualTo(Suite.HYBRID);
    assertThat(view(vault.id()).label()).isEqualTo(now.label());
    for (var before : List.of(a, c)) {
      assertThat(opened(done(stage.fetch(classic.account, vault.id(), before)), classic))
          .isEqualTo(TEXT);
    }
    assertThat(stage.list(classic.account, vault.id()))
        .allSatisfy(document -> assertThat(document.suite()).isEqualTo(Suite.CLASSIC));
    // From now on: hybrid, also for a new version of what was classic.
    var next = Item.of(EncryptionClass.C, vault.id(), c, 2);
    assertThat(refusal(stage.offer(classic, classic.document(next, TEXT, List.of()))).field())
        .contains("header");
    stage.store(hybrid, hybrid.document(next, "seen anew", List.of()));
    assertThat(opened(done(stage.fetch(hybrid.account, vault.id(), c)), hybrid))
        .isEqualTo("seen anew");
    var entry = stage.entries(classic.account, vault.id(), EventType.VAULT_SUITE_CHANGED);
    assertThat(entry).hasSize(1);
    assertThat(entry.getFirst().facts())
        .containsEntry("from", "classic")
        .containsEntry("to", "hybrid");
    assertThat(refusal(strengthen(vault.id())).reason()).isEqualTo(Reason.CONFLICT);
  }

  @Test
  void it_is_refused_with_the_names_of_those_whose_key_is_missing() {
    var vault = stage.vault(classic);
    stage.content.people.add(
        (asked, suite) -> asked.equals(vault.id()) ? List.of("Ada", "Uncle Ben") : List.of());
    var refused = refusal(strengthen(vault.id()));
    assertThat(refused.field()).contains("suite");
    assertThat(refused.detail()).contains("Ada, Uncle Ben");
    assertThat(view(vault.id()).suite()).isEqualTo(Suite.CLASSIC);
  }

  @Test
  void it_is_refused_while_the_vault_is_armed() {
    var vault = stage.vault(classic);
    stage.content.arming.add(armed(vault.id()));
    assertThat(refusal(strengthen(vault.id())).detail()).contains("disarm it");
    stage.content.arming.clear();
    done(strengthen(vault.id()));
  }

  @Test
  void nobody_but_the_owner_moves_it_and_a_label_of_the_old_suite_is_refused() {
    var vault = stage.vault(classic);
    var stranger = new Writing();
    assertThat(
            refusal(
                    stage.work.as(
                        stranger.account,
                        () ->
                            stage
                                .content
                                .vaults()
                                .find(vault.id())
                                .then(found -> found.strengthen(label(hybrid)))))
                .reason())
        .isEqualTo(Reason.NOT_FOUND);
    assertThat(
            refusal(
                    stage.work.as(
                        classic.account,
                        () -> stage.find(classic.account, vault.id()).strengthen(label(classic))))
                .field())
        .contains("label");
  }

  @Test
  void not_even_the_superuser_makes_a_vault_weaker() {
    var vault = stage.vault(hybrid);
    assertThatThrownBy(
            () -> {
              try (var connection = database.superuser().getConnection();
                  var statement = connection.createStatement()) {
                statement.execute(
                    "UPDATE vault_core.vaults SET suite = 'classic' WHERE id = '"
                        + vault.id()
                        + "'");
              }
            })
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("only grows stronger");
  }

  private DocumentId stored(Writing owner, VaultView vault, EncryptionClass type) {
    var parts = owner.document(Writing.item(type, vault.id()), TEXT, others(vault, type));
    stage.store(owner, parts);
    return parts.item().document();
  }

  private Outcome<VaultView> strengthen(VaultId vault) {
    return stage.work.as(
        classic.account, () -> done(stage.content.vaults().find(vault)).strengthen(label(hybrid)));
  }

  private VaultView view(VaultId vault) {
    return stage.find(classic.account, vault).view();
  }

  private static byte[] label(Writing owner) {
    return AgeFile.encrypt(new byte[] {'x'}, Set.of(owner.identity.recipient()));
  }

  private static String opened(byte[] file, Writing who) {
    return switch (AgeFile.decrypt(file, List.of(who.identity), 100)) {
      case Opening.Opened<SecretBytes>(var plain) ->
          plain.expose(bytes -> new String(bytes, StandardCharsets.UTF_8));
      case Opening.Unopened<SecretBytes>(var fault) -> throw new AssertionError(fault);
    };
  }

  private static ArmedEpochs armed(VaultId vault) {
    return new ArmedEpochs() {
      @Override
      public List<ArmedEpoch> of(VaultId asked) {
        return asked.equals(vault)
            ? List.of(new ArmedEpoch(UUID.randomUUID(), 1, Set.of("0".repeat(64))))
            : List.of();
      }

      @Override
      public Optional<Refusal> judge(Joining joining) {
        return Optional.empty();
      }

      @Override
      public Optional<Refusal> pinned(VaultId asked, DocumentId document) {
        return Optional.empty();
      }

      @Override
      public Optional<Refusal> take(Joining joining) {
        return Optional.empty();
      }
    };
  }
}
