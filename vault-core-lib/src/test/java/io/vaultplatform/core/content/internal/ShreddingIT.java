package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.content.internal.Stage.done;
import static io.vaultplatform.core.content.internal.Stage.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.LogEvidence;
import io.vaultplatform.core.audit.LogVerifier;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ClassOrder;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.kms.internal.FaultyDisk;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.internal.TestOrders;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was destroyed does not come back with a copy of the database that is older than that. */
class ShreddingIT {
  @TempDir Path folder = Path.of("");

  private final TestDatabase database = PostgresExtension.fresh();
  private final TestKeys keys = TestKeys.open();
  private final Stage stage = stage(database, keys);
  private final TestOrders orders = orders(database, stage, keys);
  private final Writing ann = new Writing();
  private VaultId vault = new VaultId(new java.util.UUID(0, 1));
  private Writing.Parts diary = nothing();
  private Writing.Parts will = nothing();

  private static Stage stage(TestDatabase database, TestKeys keys) {
    return new Stage(new LocalWork(database.app()), TestContent.LIMITS, keys);
  }

  private static TestOrders orders(TestDatabase database, Stage stage, TestKeys keys) {
    return TestOrders.open(database, stage.work, keys, stage.log, stage.content.orders());
  }

  @BeforeEach
  void ann_stores_two_documents() {
    var view = stage.vault(ann);
    vault = view.id();
    diary =
        ann.document(Writing.item(EncryptionClass.A, vault), "a diary", List.of(view.platform()));
    will = nothing();
    stage.store(ann, diary);
    stage.store(ann, will);
  }

  private Writing.Parts nothing() {
    return ann.document(Writing.item(EncryptionClass.C, vault), "a will", List.of());
  }

  @Test
  void a_document_is_gone_here_and_in_a_copy_that_is_older_and_the_others_are_not() {
    var backup = PostgresExtension.copyOf(database);

    assertThat(orders.carryOut(OrderKind.SHRED_DOCUMENT, name(will)).state()).isEqualTo("done");

    gone(stage, will);
    there(stage, diary);
    assertThat(stage.entries(ann.account, vault, EventType.DOCUMENT_SHREDDED)).hasSize(1);
    intact(stage);
    var restored = restored(backup, keys);
    gone(restored, will);
    there(restored, diary);
    intact(restored);
    assertThat(header(backup, will))
        .as("its row came back with the copy, and is noise")
        .isNotEmpty();
  }

  @Test
  void whoever_has_the_copy_the_key_store_and_the_owners_own_key_opens_nothing_of_it() {
    var backup = PostgresExtension.copyOf(database);
    orders.carryOut(OrderKind.SHRED_DOCUMENT, name(will));
    var headers = new SealedHeaders(TestKeys.on(keys.file()).erasures());

    assertThat(headers.opened(will.item(), header(backup, will))).isEmpty();
    assertThat(headers.opened(diary.item(), header(backup, diary))).isPresent();
  }

  @Test
  void only_a_copy_of_the_key_store_from_before_brings_it_back() throws Exception {
    var backup = PostgresExtension.copyOf(database);
    var older = folder.resolve("keystore.p12");
    Files.copy(keys.file(), older, StandardCopyOption.COPY_ATTRIBUTES);
    orders.carryOut(OrderKind.SHRED_DOCUMENT, name(will));

    there(restored(backup, TestKeys.on(older)), will);
  }

  @Test
  void a_vault_is_gone_here_and_in_a_copy_and_another_vault_of_the_owner_is_not() {
    var other = stage.vault(ann).id();
    var backup = PostgresExtension.copyOf(database);

    var shredded = orders.carryOut(OrderKind.SHRED_VAULT, vault.toString());

    assertThat(shredded.state()).as(shredded.answer()).isEqualTo("done");
    assertThat(shredded.done()).isEqualTo(2);
    for (var server : List.of(stage, restored(backup, keys))) {
      assertThat(
              refusal(server.work.as(ann.account, () -> server.content.vaults().find(vault)))
                  .reason())
          .isEqualTo(Refusal.Reason.NOT_FOUND);
      assertThat(
              server.work.as(ann.account, () -> server.content.vaults().list(Optional.empty(), 10)))
          .extracting(view -> view.id())
          .containsExactly(other);
      intact(server);
    }
    var headers = new SealedHeaders(keys.erasures());
    assertThat(headers.opened(diary.item(), header(backup, diary))).isEmpty();
  }

  @Test
  void on_a_full_disk_nothing_is_destroyed_and_the_order_goes_on_when_there_is_room() {
    var disk = new FaultyDisk();
    var server = orders(database, stage, TestKeys.on(disk.at(keys.file())));
    var before = Bytes.of(header(database, will));

    waitsForRoom(server, disk, OrderKind.SHRED_DOCUMENT, name(will), List.of(will, diary));
    gone(stage, will);
    there(stage, diary);
    assertThat(new SealedHeaders(keys.erasures()).opened(will.item(), before.toArray())).isEmpty();
    intact(stage);
    waitsForRoom(server, disk, OrderKind.SHRED_VAULT, vault.toString(), List.of(diary));
    assertThat(stage.work.as(ann.account, () -> stage.content.vaults().list(Optional.empty(), 10)))
        .isEmpty();
    assertThat(stage.entries(ann.account, vault, EventType.VAULT_SHREDDED)).hasSize(1);
    intact(stage);
  }

  private void waitsForRoom(
      TestOrders server, FaultyDisk disk, OrderKind kind, String named, List<Writing.Parts> kept) {
    var order = server.order(kind, named);
    for (var fails : List.of("make", "write", "force", "rename", "open")) {
      disk.fails("No space left on device", (number, step) -> step.startsWith(fails));

      assertThatThrownBy(server::work).as(fails).isInstanceOf(KeyServiceException.class);

      assertThat(server.seen(order).state()).isEqualTo("running");
      assertThat(server.seen(order).answer()).contains("tried again", "No space left on device");
      var started = new SealedHeaders(TestKeys.on(keys.file()).erasures());
      for (var parts : kept) {
        there(stage, parts);
        assertThat(started.opened(parts.item(), header(database, parts))).isPresent();
      }
    }
    disk.mend();
    server.work();
    assertThat(server.seen(order).state()).as(server.seen(order).answer()).isEqualTo("done");
  }

  @Test
  void the_id_of_what_was_destroyed_is_not_used_again() {
    orders.carryOut(OrderKind.SHRED_DOCUMENT, name(will));
    assertThat(refusal(stage.offer(ann, will)).detail()).contains("destroyed");
  }

  @Test
  void what_is_not_there_is_refused_by_its_sentence() {
    assertThat(orders.carryOut(OrderKind.SHRED_DOCUMENT, vault + "/" + new java.util.UUID(1, 1)))
        .extracting(TestOrders.Seen::state, TestOrders.Seen::answer)
        .containsExactly("refused", "there is no such document in this vault");
    assertThat(orders.carryOut(OrderKind.SHRED_VAULT, new java.util.UUID(1, 1).toString()).state())
        .isEqualTo("refused");
    assertThat(orders.carryOut(OrderKind.SHRED_DOCUMENT, "everything").state())
        .isEqualTo("refused");
    there(stage, will);
  }

  @Test
  void new_identities_open_class_a_and_the_old_ones_go_when_nothing_names_them() {
    var old = stage.work.as(ann.account, () -> stage.content.identities(vault)).getFirst();
    var before = stage.find(ann.account, vault);
    assertThat(before.view().platform()).isEqualTo(old.recipient());

    var rotated = orders.carryOut(OrderKind.ROTATE_IDENTITIES, "all");

    assertThat(rotated.state()).as(rotated.answer()).isEqualTo("done");
    var now = stage.work.as(ann.account, () -> stage.content.identities(vault));
    assertThat(now).hasSize(1);
    assertThat(now.getFirst().recipient()).isNotEqualTo(old.recipient());
    assertThat(read(stage, diary)).isEqualTo("a diary");
    there(stage, diary); // the owner's own stanza is untouched
    there(stage, will);
    assertThat(stage.entries(ann.account, vault))
        .extracting(entry -> entry.type())
        .containsSubsequence(
            EventType.PLATFORM_IDENTITY_MADE,
            EventType.DOCUMENT_HEADER_REWRAPPED,
            EventType.PLATFORM_IDENTITY_DESTROYED);
    intact(stage);
  }

  @Test
  void a_hybrid_vault_gets_a_hybrid_identity_and_its_headers_stay_hybrid() {
    var hybrid = ann.with(Suite.HYBRID);
    var view = stage.vault(hybrid);
    var parts =
        hybrid.document(
            Writing.item(EncryptionClass.A, view.id()), "a diary", List.of(view.platform()));
    stage.store(hybrid, parts);

    assertThat(orders.carryOut(OrderKind.ROTATE_IDENTITIES, view.id().toString()).state())
        .isEqualTo("done");

    var now = stage.work.as(ann.account, () -> stage.content.identities(view.id()));
    assertThat(now).hasSize(1);
    assertThat(now.getFirst().recipient())
        .isNotEqualTo(view.platform())
        .returns(Suite.HYBRID, recipient -> recipient.suite());
    var stored = stage.list(ann.account, view.id()).getFirst();
    assertThat(stored.suite()).isEqualTo(Suite.HYBRID);
    assertThat(stored.keys()).isEqualTo(2);
    var header =
        AgeHeader.readExactly(stored.headers().document(), AgeLimits.DEFAULT).orThrow("header");
    assertThat(header.opens(now.getFirst())).isTrue();
    assertThat(header.opens(hybrid.identity)).isTrue();
  }

  @Test
  void a_header_of_the_suite_before_keeps_its_identity_until_its_owner_stores_it_anew() {
    var label =
        AgeFile.encrypt(new byte[] {'x'}, Set.of(ann.with(Suite.HYBRID).identity.recipient()));
    done(stage.work.as(ann.account, () -> stage.find(ann.account, vault).strengthen(label)));
    var before = stage.work.as(ann.account, () -> stage.content.identities(vault));

    assertThat(orders.carryOut(OrderKind.ROTATE_IDENTITIES, vault.toString()).state())
        .isEqualTo("done");

    var now = stage.work.as(ann.account, () -> stage.content.identities(vault));
    assertThat(now)
        .extracting(identity -> identity.suite())
        .containsExactly(Suite.HYBRID, Suite.CLASSIC);
    assertThat(now.getFirst().recipient()).isNotEqualTo(before.getFirst().recipient());
    assertThat(now.getLast().recipient()).isEqualTo(before.getLast().recipient());
    assertThat(read(stage, diary)).isEqualTo("a diary");
    assertThat(stage.entries(ann.account, vault, EventType.DOCUMENT_HEADER_REWRAPPED)).isEmpty();
  }

  @Test
  void what_changed_its_class_is_destroyed_as_well_and_the_history_of_classes_stays() {
    var order = ordered(diary, EncryptionClass.C);
    var successor =
        ann.document(Item.of(EncryptionClass.C, vault, order.successor(), 1), "a diary", List.of());
    stage.store(ann, successor);
    var platform = stage.find(ann.account, vault).view().platform();
    var note = ann.document(Writing.item(EncryptionClass.A, vault), "a note", List.of(platform));
    stage.store(ann, note);
    ordered(note, EncryptionClass.B); // and not carried out

    for (var each : List.of(successor, note)) {
      assertThat(orders.carryOut(OrderKind.SHRED_DOCUMENT, name(each)).state()).isEqualTo("done");
      gone(stage, each);
    }
    assertThat(
            done(stage.work.as(
                    ann.account, () -> stage.find(ann.account, vault).classes(order.document())))
                .history())
        .containsExactly(EncryptionClass.A, EncryptionClass.C);
    var shredded = orders.carryOut(OrderKind.SHRED_VAULT, vault.toString());
    assertThat(shredded.state()).as(shredded.answer()).isEqualTo("done");
  }

  private ClassOrder ordered(Writing.Parts parts, EncryptionClass to) {
    var order =
        new ClassOrder(
            ann.account,
            vault,
            parts.item().document(),
            parts.manifest().encryptionClass(),
            to,
            new DocumentId(java.util.UUID.randomUUID()),
            Optional.empty());
    done(
        stage.work.as(
            ann.account,
            () -> stage.find(ann.account, vault).order(order.document(), order.sign(ann.signing))));
    return order;
  }

  private Stage restored(TestDatabase backup, TestKeys with) {
    var server = stage(backup, TestKeys.on(with.file()));
    server.content.published.put(ann.account, ann.signing.verificationKey());
    return server;
  }

  private String name(Writing.Parts parts) {
    return vault + "/" + parts.item().document();
  }

  private void gone(Stage server, Writing.Parts parts) {
    var document = parts.item().document();
    assertThat(refusal(server.fetch(ann.account, vault, document)).reason())
        .isEqualTo(Refusal.Reason.NOT_FOUND);
    assertThat(server.list(ann.account, vault))
        .extracting(stored -> stored.item().document())
        .doesNotContain(document);
  }

  private void there(Stage server, Writing.Parts parts) {
    var file = done(server.fetch(ann.account, vault, parts.item().document()));
    try (var plain =
        AgeFile.decrypt(file, List.of(ann.identity), 4096).orThrow("the owner's own document")) {
      assertThat(plain.length()).isPositive();
    }
  }

  private String read(Stage server, Writing.Parts parts) {
    var found = server.find(ann.account, vault);
    var out = new ByteArrayOutputStream();
    server.outside(
        ann.account,
        () -> {
          done(found.open((Item.Legible) parts.item())).writeTo(out);
          return true;
        });
    return out.toString(java.nio.charset.StandardCharsets.UTF_8);
  }

  private void intact(Stage server) {
    var out = new ByteArrayOutputStream();
    server.work.run(
        ann.account,
        () ->
            server.log.export(
                Chain.of(vault), Actor.user(ann.account), ann.identity.recipient(), out));
    assertThat(
            LogVerifier.verify(
                new ByteArrayInputStream(out.toByteArray()),
                Set.of(server.log.signer()),
                Optional.of(Chain.of(vault)),
                List.of()))
        .isInstanceOf(LogEvidence.Intact.class);
  }

  private static byte[] header(TestDatabase in, Writing.Parts parts) {
    try (var connection = in.superuser().getConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT header FROM vault_core.document_versions WHERE document_id = '"
                        + parts.item().document()
                        + "'")) {
      rows.next();
      return rows.getBytes(1);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
