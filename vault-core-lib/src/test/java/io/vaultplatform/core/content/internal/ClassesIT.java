package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.content.internal.Stage.done;
import static io.vaultplatform.core.content.internal.Stage.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.content.Ciphertext;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.ManifestCheck;
import io.vaultplatform.core.content.ManifestCheck.Expected;
import io.vaultplatform.core.content.ReleasedContent;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.content.VaultView;
import io.vaultplatform.core.content.Vaults;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The invariants about classes, on a real database: what the server cannot do, tried. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassesIT {
  private static final String SECRET = "the name of the source is Quintus";

  private final Writing ann = new Writing();
  private final Stage stage;
  private final TestDatabase database;
  private final VaultView vault;

  ClassesIT(LocalWork work, TestDatabase database) {
    stage = new Stage(work);
    this.database = database;
    vault = stage.vault(ann);
  }

  @Test
  void inv_01_the_class_is_set_at_creation_and_never_null() {
    for (var table : List.of("documents", "document_versions", "uploads")) {
      assertThat(
              superuser(
                  """
                  SELECT is_nullable FROM information_schema.columns
                   WHERE table_schema = 'vault_core' AND table_name = '%s' AND column_name = 'class'
                  """
                      .formatted(table)))
          .containsExactly("NO");
    }
    assertThatThrownBy(() -> insertDocument("NULL")).hasMessageContaining("null");
    assertThatThrownBy(() -> insertDocument("'D'")).hasMessageContaining("check");
  }

  @Test
  void inv_01_not_even_the_superuser_changes_the_class_of_a_document() {
    var parts = store(EncryptionClass.C);
    for (var table : List.of("documents", "document_versions")) {
      assertThatThrownBy(
              () ->
                  superuserDoes(
                      "UPDATE vault_core.%s SET class = 'A' WHERE vault_id = '%s'"
                          .formatted(table, parts.item().vault())))
          .hasMessageContaining("never changes");
    }
  }

  @Test
  void inv_01_the_servers_role_may_not_even_try() {
    var parts = store(EncryptionClass.C);
    assertThatThrownBy(
            () ->
                stage.work.run(
                    ann.account,
                    () ->
                        stage
                            .work
                            .sql()
                            .update(
                                "UPDATE vault_core.documents SET class = 'A' WHERE id = ?",
                                parts.item().document().value())))
        .hasMessageContaining("42501");
  }

  @Test
  void inv_02_a_new_version_of_a_weaker_class_is_refused() {
    var parts = store(EncryptionClass.C);
    for (var weaker : List.of(EncryptionClass.A, EncryptionClass.B)) {
      var item = Item.of(weaker, vault.id(), parts.item().document(), 2);
      var others =
          weaker == EncryptionClass.A ? List.of(vault.platform()) : List.<AgeRecipient>of();
      var refused = refusal(stage.offer(ann, ann.document(item, SECRET, others)));
      assertThat(refused.reason()).isEqualTo(Reason.CONFLICT);
      assertThat(refused.field()).contains("class");
    }
  }

  @Test
  void inv_03_titles_and_file_names_are_nowhere_in_the_database() {
    for (var type : EncryptionClass.values()) {
      store(type);
    }
    var everything = new ArrayList<String>();
    for (var table :
        superuser(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'vault_core'"
                + " AND table_type = 'BASE TABLE'")) {
      everything.addAll(superuser("SELECT t::text FROM vault_core." + table + " t"));
    }
    var rows = String.join("\n", everything);
    assertThat(rows).contains(vault.id().toString()); // the search looks where the data are
    for (var text : List.of("letter.txt", "A letter", SECRET)) {
      assertThat(rows).doesNotContain(text);
      assertThat(rows).doesNotContain(hex(text)); // how bytea prints
    }
  }

  @Test
  void inv_04_the_server_with_every_platform_key_cannot_open_class_c() {
    var fresh = stage.vault(ann);
    var parts = ann.document(Writing.item(EncryptionClass.C, fresh.id()), SECRET, List.of());
    stage.store(ann, parts);
    stage.work.run(ann.account, () -> stage.content.platform.make(fresh.id(), Suite.CLASSIC));
    var file = done(stage.fetch(ann.account, fresh.id(), parts.item().document()));
    try (var identities =
        stage.work.as(ann.account, () -> stage.content.platform.unsealed(fresh.id()))) {
      assertThat(identities.newestFirst()).hasSizeGreaterThanOrEqualTo(2);
      for (var age : List.of(file, parts.metadata())) {
        assertThat(
                AgeFile.decrypt(
                    new ByteArrayInputStream(age),
                    identities.newestFirst(),
                    new ByteArrayOutputStream()))
            .isInstanceOf(Opening.Unopened.class);
      }
    }
  }

  @Test
  void inv_04_no_operation_takes_anything_but_class_a_to_open() {
    var opening = new ArrayList<Method>();
    for (var service :
        List.of(Vault.class, Vaults.class, ReleasedContent.class, Ciphertext.class)) {
      for (var method : service.getMethods()) {
        if (method.getName().matches("(?i).*(open|decrypt|unseal|plain|read).*")) {
          opening.add(method);
        }
      }
    }
    assertThat(opening).isNotEmpty();
    assertThat(opening)
        .allSatisfy(
            method -> assertThat(method.getParameterTypes()[0]).isEqualTo(Item.Legible.class));
  }

  @ParameterizedTest
  @EnumSource(value = EncryptionClass.class, mode = EnumSource.Mode.EXCLUDE, names = "A")
  void inv_06_what_is_named_as_class_a_and_is_not_is_refused_by_its_class(EncryptionClass type) {
    var parts = store(type);
    var lie = new Item.Legible(vault.id(), parts.item().document(), 1);
    var found = stage.find(ann.account, vault.id());
    var refused = refusal(stage.outside(ann.account, () -> found.open(lie)));
    assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(refused.field()).contains("class");
    assertThat(
            stage
                .entries(ann.account, vault.id(), EventType.ENCRYPTION_CLASS_VIOLATION_ATTEMPT)
                .getLast())
        .satisfies(
            entry -> {
              assertThat(entry.resource().id()).isEqualTo(parts.item().document().toString());
              assertThat(entry.facts()).containsEntry("class", type.name());
            });
  }

  @Test
  void a_label_that_was_cut_or_takes_a_passphrase_is_refused() {
    var file = ann.document(Writing.item(EncryptionClass.C, vault.id()), "x", List.of()).metadata();
    var scrypt = new ByteArrayOutputStream();
    try (var passphrase =
        io.vaultplatform.core.crypto.Passphrase.of("correct horse battery".toCharArray())) {
      AgeFile.encrypt(new ByteArrayInputStream(new byte[3]), passphrase, 10, scrypt);
    }
    for (var label :
        List.of(
            Writing.header(file).bytes(),
            Arrays.copyOf(file, Writing.header(file).length() + 20),
            scrypt.toByteArray())) {
      var refused =
          refusal(
              stage.work.as(
                  ann.account,
                  () ->
                      stage
                          .content
                          .vaults()
                          .create(
                              new io.vaultplatform.core.base.VaultId(java.util.UUID.randomUUID()),
                              label,
                              Suite.CLASSIC)));
      assertThat(refused.reason()).isEqualTo(Reason.UNACCEPTABLE);
      assertThat(refused.field()).contains("label");
    }
  }

  @Test
  void inv_05_a_release_is_given_the_ciphertext_of_class_c_and_nothing_else() {
    var parts = store(EncryptionClass.C);
    var file = done(stage.work.engine().call(() -> stage.content.released().fetch(parts.item())));
    var out = new ByteArrayOutputStream();
    file.writeTo(out, 0, file.size());
    assertThat(out.toByteArray()).isEqualTo(parts.file());
    assertThat(file.document().metadata()).isEqualTo(parts.metadata());
    assertThat(out.toString(StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
  }

  @Test
  void inv_06_a_class_c_file_that_the_server_can_open_is_blocked_and_audited() {
    var fresh = stage.vault(ann);
    stage.work.run(
        ann.account,
        () -> stage.content.platform.make(fresh.id(), Suite.CLASSIC)); // retires the first
    var parts =
        ann.document(
            Writing.item(EncryptionClass.C, fresh.id()), SECRET, List.of(fresh.platform()));
    var refused = refusal(stage.offer(ann, parts));
    assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(refused.field()).contains("header");
    var attempts =
        stage.entries(ann.account, fresh.id(), EventType.ENCRYPTION_CLASS_VIOLATION_ATTEMPT);
    assertThat(attempts).hasSize(1);
    assertThat(attempts.getFirst().facts()).containsEntry("class", "C");
    assertThat(stage.list(ann.account, fresh.id())).isEmpty();
    assertThat(
            superuser(
                "SELECT document_id::text FROM vault_core.uploads WHERE vault_id = '%s'"
                    .formatted(fresh.id())))
        .isEmpty();
  }

  @Test
  void inv_07_class_b_that_the_server_could_open_is_blocked_and_audited() {
    var fresh = stage.vault(ann);
    var parts =
        ann.document(
            Writing.item(EncryptionClass.B, fresh.id()), SECRET, List.of(fresh.platform()));
    assertThat(refusal(stage.offer(ann, parts)).reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(stage.entries(ann.account, fresh.id(), EventType.ENCRYPTION_CLASS_VIOLATION_ATTEMPT))
        .hasSize(1);
  }

  @Test
  void inv_11_two_documents_swapped_behind_the_servers_back_are_detected() throws SQLException {
    var fresh = stage.vault(ann);
    var first = ann.document(Writing.item(EncryptionClass.C, fresh.id()), "one", List.of());
    var second = ann.document(Writing.item(EncryptionClass.C, fresh.id()), "two", List.of());
    stage.store(ann, first);
    stage.store(ann, second);
    // Somebody with the database exchanges headers, payloads and manifests of the two.
    superuserDoes(
        """
        UPDATE vault_core.document_versions v
           SET manifest = o.manifest, header = o.header, metadata_header = o.metadata_header,
               metadata_payload = o.metadata_payload, blob_id = o.blob_id
          FROM vault_core.document_versions o
         WHERE v.vault_id = '%s' AND o.vault_id = v.vault_id AND o.document_id <> v.document_id
        """
            .formatted(fresh.id()));
    var served =
        stage.work.as(
            ann.account,
            () ->
                done(
                    done(stage.content.vaults().find(fresh.id()))
                        .document(first.item().document())));
    var key = ann.signing.verificationKey();
    assertThat(
            ManifestCheck.signed(served.signed(), Expected.exactly(ann.account, key, first.item())))
        .isInstanceOfSatisfying(
            ManifestCheck.Broken.class,
            broken -> assertThat(broken.fault()).isEqualTo(ManifestCheck.Fault.SWAPPED));
  }

  @Test
  void inv_11_a_payload_changed_behind_the_servers_back_is_detected() throws SQLException {
    var fresh = stage.vault(ann);
    var parts = ann.document(Writing.item(EncryptionClass.C, fresh.id()), "one", List.of());
    stage.store(ann, parts);
    superuserDoes(
        "UPDATE vault_core.blob_pieces SET bytes = set_byte(bytes, 20, get_byte(bytes, 20) # 1)"
            + " WHERE vault_id = '%s'".formatted(fresh.id()));
    var file = done(stage.fetch(ann.account, fresh.id(), parts.item().document()));
    var payload = Arrays.copyOfRange(file, parts.header().length, file.length);
    assertThat(ManifestCheck.payload(parts.manifest(), payload.length, Digest.sha256Hex(payload)))
        .isInstanceOfSatisfying(
            ManifestCheck.Broken.class,
            broken -> assertThat(broken.fault()).isEqualTo(ManifestCheck.Fault.CHANGED));
  }

  @Test
  void class_a_is_opened_for_its_owner_and_every_opening_is_entered() {
    var parts = store(EncryptionClass.A);
    var found = stage.find(ann.account, vault.id());
    var out = new ByteArrayOutputStream();
    var opened = done(stage.outside(ann.account, () -> found.open((Item.Legible) parts.item())));
    opened.writeTo(out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(SECRET);
    assertThat(opened.size()).isEqualTo(SECRET.length());
    assertThat(stage.entries(ann.account, vault.id(), EventType.DOCUMENT_OPENED).getLast().facts())
        .containsEntry("as", "plaintext")
        .containsEntry("basis", "owner");
  }

  @Test
  void class_a_that_was_changed_in_the_database_is_not_handed_out() throws SQLException {
    var fresh = stage.vault(ann);
    var parts =
        ann.document(
            Writing.item(EncryptionClass.A, fresh.id()), SECRET, List.of(fresh.platform()));
    stage.store(ann, parts);
    superuserDoes(
        "UPDATE vault_core.blob_pieces SET bytes = set_byte(bytes, 20, get_byte(bytes, 20) # 1)"
            + " WHERE vault_id = '%s'".formatted(fresh.id()));
    var found = stage.find(ann.account, fresh.id());
    var opened = done(stage.outside(ann.account, () -> found.open((Item.Legible) parts.item())));
    assertThatThrownBy(() -> opened.writeTo(new ByteArrayOutputStream()))
        .isInstanceOf(io.vaultplatform.core.base.VaultException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1000, 65_536, 200_001})
  void class_a_is_handed_out_without_its_padding(int size) {
    var plain = Randomness.bytes(size);
    var parts = ann.padded(Writing.item(EncryptionClass.A, vault.id()), plain, vault.platform());
    stage.store(ann, parts);
    var found = stage.find(ann.account, vault.id());
    var out = new ByteArrayOutputStream();
    var opened = done(stage.outside(ann.account, () -> found.open((Item.Legible) parts.item())));
    opened.writeTo(out);
    assertThat(opened.size()).isEqualTo(size);
    assertThat(out.toByteArray()).isEqualTo(plain);
  }

  @Test
  void the_last_byte_of_class_a_stays_here_while_the_file_is_not_the_one_that_was_signed() {
    // Made anew by somebody who reached the database: it opens, and is not what was signed.
    var parts = ann.document(item(), SECRET, List.of(vault.platform()));
    var lie = SECRET.replace("Quintus", "Ulysses");
    var other = ann.document(parts.item(), lie, List.of(vault.platform()));
    stage.store(ann, parts);
    var document = parts.item().document();
    superuserDoes(
        "UPDATE vault_core.blob_pieces p SET bytes = '\\x%s' FROM vault_core.document_versions v"
                .formatted(HexFormat.of().formatHex(other.payload()))
            + " WHERE p.blob_id = v.blob_id AND v.document_id = '%s'".formatted(document));
    superuserDoes(
        "UPDATE vault_core.document_versions SET header = '\\x%s' WHERE document_id = '%s'"
            .formatted(HexFormat.of().formatHex(other.header()), document));
    var found = stage.find(ann.account, vault.id());
    var opened = done(stage.outside(ann.account, () -> found.open((Item.Legible) parts.item())));
    var out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> opened.writeTo(out))
        .isInstanceOf(io.vaultplatform.core.base.VaultException.class);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(lie.substring(0, lie.length() - 1));
  }

  @Test
  void class_a_whose_metadata_tell_no_length_is_refused_by_name() {
    var item = item();
    var parts = ann.document(item, SECRET, List.of(vault.platform()));
    var garbage =
        AgeFile.encrypt(new byte[] {1}, Set.of(ann.identity.recipient(), vault.platform()));
    var odd =
        ann.parts(
            item, parts.header(), parts.payload(), garbage, SECRET.length(), Optional.empty());
    stage.store(ann, odd);
    var found = stage.find(ann.account, vault.id());
    var refused = refusal(stage.outside(ann.account, () -> found.open((Item.Legible) item)));
    assertThat(refused.field()).contains("metadata");
  }

  private Item item() {
    return Writing.item(EncryptionClass.A, vault.id());
  }

  @Test
  void the_platform_identity_lies_sealed_in_the_database() {
    try (var identities =
        stage.work.as(ann.account, () -> stage.content.platform.unsealed(vault.id()))) {
      var identity = identities.newestFirst().getFirst();
      var rows =
          String.join("\n", superuser("SELECT t::text FROM vault_core.platform_identities t"));
      try (var seed = identity.seed()) {
        String hex = seed.expose(HexFormat.of()::formatHex);
        assertThat(rows).contains(vault.platform().text()).doesNotContain(hex);
      }
    }
  }

  private Writing.Parts store(EncryptionClass type) {
    var others = type == EncryptionClass.A ? List.of(vault.platform()) : List.<AgeRecipient>of();
    var parts = ann.document(Writing.item(type, vault.id()), SECRET, others);
    stage.store(ann, parts);
    return parts;
  }

  private void insertDocument(String type) {
    superuserDoes(
        """
        INSERT INTO vault_core.documents (vault_id, id, class, latest_version, created_at)
        VALUES ('%s', gen_random_uuid(), %s, 1, now())
        """
            .formatted(vault.id(), type));
  }

  private static String hex(String text) {
    return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private void superuserDoes(String statement) {
    try (var connection = database.superuser().getConnection();
        var made = connection.createStatement()) {
      made.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private List<String> superuser(String query) {
    try (var connection = database.superuser().getConnection();
        var made = connection.createStatement();
        var found = made.executeQuery(query)) {
      var texts = new ArrayList<String>();
      while (found.next()) {
        texts.add(found.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
