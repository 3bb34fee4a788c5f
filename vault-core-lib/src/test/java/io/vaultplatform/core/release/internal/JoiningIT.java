package io.vaultplatform.core.release.internal;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Upload;
import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.Arming;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.triggers.TriggerState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A document that is put while its vault is armed: it and the owner's list that names it come into
 * being together, or not at all.
 */
@ExtendWith(PostgresExtension.class)
class JoiningIT {
  private final ReleaseStage stage;

  JoiningIT() {
    var database = PostgresExtension.fresh();
    stage = ReleaseStage.open(database, new LocalWork(database.app()));
  }

  @Test
  void a_document_put_while_armed_reaches_its_recipients_and_one_put_after_the_release_does_not() {
    try (var armed = stage.arm(1)) {
      var document = stage.world.document(armed);
      stage.upload(document, stage.next(document));
      assertThat(stage.list().version()).isEqualTo(2);
      assertThat(stage.entries(EventType.RELEASE_LIST_SIGNED)).hasSize(1);
      var late = stage.world.document(armed);
      var lateList = stage.next(late);
      stage.until(TriggerState.Kind.VERIFYING);
      stage.confirm(0);
      stage.confirm(2);
      stage.until(TriggerState.Kind.EXECUTED);
      stage.world.recipients.forEach(recipient -> stage.open(recipient, document));

      // The recipients hold E now: what names it would be theirs at once.
      assertThat(refusal(stage.offer(late, lateList))).startsWith("manifest.epoch:");
      assertThat(refusal(put(lateList.orElseThrow()))).startsWith("trigger:");
      stage.upload(stage.world.document(EncryptionClass.B));
      assertThat(stage.count("SELECT list_version FROM vault_core.escrow_epochs")).isEqualTo(2);
    }
  }

  @Test
  void from_the_moment_a_release_begins_its_list_stands() {
    try (var armed = stage.arm(1)) {
      var late = stage.world.document(armed);
      var lateList = stage.next(late);
      stage.executing();
      assertThat(refusal(stage.offer(late, lateList))).startsWith("manifest.epoch:");
      assertThat(refusal(put(lateList.orElseThrow()))).startsWith("trigger:").contains("executing");
      assertThat(stage.count("SELECT list_version FROM vault_core.escrow_epochs")).isEqualTo(1);
      // A check-in ends it before the hand-over, and the list takes documents in again.
      stage.checkIn();
      stage.upload(late, lateList);
      assertThat(listed(late)).isTrue();
    }
  }

  @Test
  void until_its_last_byte_is_there_neither_the_document_nor_its_list_is() {
    try (var armed = stage.arm(1)) {
      var document = large(armed);
      done(stage.offer(document, stage.next(document)));
      done(stage.send(document, 0, BlobStore.PIECE + 5));
      assertThat(stage.list().version()).isEqualTo(1);
      assertThat(documents()).isZero();
      // The client was killed; another one offers the same again and sends the rest.
      assertThat(done(stage.offer(document, stage.next(document))).offset())
          .isEqualTo(BlobStore.PIECE);
      done(stage.send(document, BlobStore.PIECE));
      assertThat(listed(document)).isTrue();
    }
  }

  @Test
  void when_the_document_cannot_be_entered_in_the_log_its_list_is_not_taken_either() {
    try (var armed = stage.arm(1)) {
      var document = stage.world.document(armed);
      done(stage.offer(document, stage.next(document)));
      stage.superuser(
          "CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS"
              + " $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$",
          "CREATE TRIGGER fail BEFORE INSERT ON vault_core.audit_log FOR EACH ROW WHEN (NEW.control"
              + " LIKE '%\"type\":\"document_stored\"%') EXECUTE FUNCTION public.fail()");
      assertThatThrownBy(() -> stage.send(document, 0)).hasMessageContaining("P0001");
      assertThat(stage.list().version()).isEqualTo(1);
      assertThat(stage.entries(EventType.RELEASE_LIST_SIGNED)).isEmpty();
      assertThat(documents()).isZero();

      stage.superuser("DROP TRIGGER fail ON vault_core.audit_log");
      done(stage.send(document, document.payload().length));
      assertThat(listed(document)).isTrue();
      assertThat(documents()).isEqualTo(1);
    }
  }

  @Test
  void an_offer_whose_list_does_not_hold_is_refused_entered_and_changes_nothing() {
    try (var armed = stage.arm(1)) {
      var first = stage.world.document(armed);
      stage.upload(first, stage.next(first));
      var document = stage.world.document(armed);
      var now = stage.list();
      var item = item(stage.next(document).orElseThrow());
      var both = List.of(now.items().getFirst(), item);

      refused("releaseList", document, Optional.empty());
      refused("releaseList.documents", document, signed(now, now.version() + 1, now.items()));
      refused("releaseList.documents", document, signed(now, now.version() + 1, List.of(item)));
      refused("releaseList.version", document, signed(now, now.version(), both));
      refused("releaseList.version", document, signed(now, now.version() - 1, both));
      var forged = new ReleaseList(now.epoch(), now.policyHash(), 3, Instant.EPOCH, both);
      refused("releaseList", document, Optional.of(forged.sign(SigningKey.generate(Suite.HYBRID))));
      refused("manifest.epoch", stage.world.document(EncryptionClass.B), Optional.empty());
      var closed = stage.world.document(EncryptionClass.C, recipients());
      refused("releaseList", closed, Optional.empty());

      assertThat(stage.entries(EventType.UPLOAD_REFUSED))
          .extracting(entry -> entry.facts().get("why"))
          .startsWith("releaseList", "releaseList.documents");
      assertThat(stage.list()).isEqualTo(now);
      assertThat(stage.count("SELECT count(*) FROM vault_core.uploads")).isZero();
    }
  }

  @Test
  void a_list_without_a_release_is_refused() {
    var list = new ReleaseList(stage.world.epoch, "a".repeat(64), 2, Instant.EPOCH, List.of());
    var document = stage.world.document(EncryptionClass.B);
    refused("releaseList", document, Optional.of(list.sign(stage.world.ownerKey)));
  }

  @Test
  void of_two_uploads_at_once_the_second_needs_a_new_list_and_not_one_byte_again() {
    try (var armed = stage.arm(1)) {
      var one = stage.world.document(armed);
      var two = large(armed);
      done(stage.offer(one, stage.next(one)));
      done(stage.offer(two, stage.next(two)));
      done(stage.send(one, 0));
      int size = two.payload().length;

      var conflict = (Outcome.Refused<Upload>) stage.send(two, 0);
      assertThat(conflict.refusal().reason()).isEqualTo(Refusal.Reason.CONFLICT);
      assertThat(conflict.refusal().field()).contains("releaseList.version");
      assertThat(documents()).isEqualTo(1);
      assertThat(stage.list().version()).isEqualTo(2);

      assertThat(done(stage.offer(two, stage.next(two)))).isEqualTo(new Upload.Waiting(size, size));
      assertThat(done(stage.send(two, size))).isInstanceOf(Upload.Complete.class);
      assertThat(stage.list().version()).isEqualTo(3);
      assertThat(listed(one)).isTrue();
      assertThat(listed(two)).isTrue();
    }
  }

  @Test
  void two_last_bytes_in_the_same_moment_make_one_list_after_the_other() {
    try (var armed = stage.arm(1)) {
      var both = List.of(stage.world.document(armed), stage.world.document(armed));
      both.forEach(document -> done(stage.offer(document, stage.next(document))));
      var sending =
          both.stream()
              .map(document -> CompletableFuture.supplyAsync(() -> stage.send(document, 0)))
              .toList();
      assertThat(sending.stream().map(CompletableFuture::join))
          .filteredOn(outcome -> outcome instanceof Outcome.Done<Upload>)
          .hasSize(1);
      assertThat(stage.list().version()).isEqualTo(2);
      assertThat(stage.list().items()).hasSize(1);
      assertThat(documents()).isEqualTo(1);
    }
  }

  @Test
  void a_new_version_takes_the_place_of_the_old_one_on_the_list() {
    try (var armed = stage.arm(1)) {
      var first = stage.world.document(armed);
      stage.upload(first, stage.next(first));
      var id = first.small().manifest().document();
      var second = stage.world.document(armed, id, 2, 3000);
      refused("releaseList", second, Optional.empty());
      stage.upload(second, stage.next(second));
      assertThat(stage.list().items()).hasSize(1);
      assertThat(stage.list().item(id).orElseThrow().version()).isEqualTo(2);
      assertThat(listed(second)).isTrue();
    }
  }

  @Test
  void an_upload_from_before_the_arming_is_discarded_and_never_off_the_list() {
    var document = stage.world.document(EncryptionClass.B);
    done(stage.offer(document, Optional.empty()));
    stage.arm(1).close();
    discarded(document);
  }

  @Test
  void an_upload_that_ends_while_the_vault_is_being_armed_waits_for_it() {
    var document = stage.world.document(EncryptionClass.B);
    done(stage.offer(document, Optional.empty()));
    var made = stage.made(stage.wishes(1));
    var sending =
        stage.work.as(
            stage.owner,
            () -> {
              done(stage.arming.arm(stage.world.epoch.vault(), stage.trigger, made.submission()));
              var last = CompletableFuture.supplyAsync(() -> stage.send(document, 0));
              ReleaseStage.pause(700);
              assertThat(last).isNotDone();
              return last;
            });
    assertThat(refusal(sending.join())).startsWith("manifest.epoch:");
    assertThat(documents()).isZero();
  }

  @Test
  void a_class_c_upload_from_before_the_arming_stays_and_a_list_completes_it() {
    var document = stage.world.document(EncryptionClass.C, recipients());
    done(stage.offer(document, Optional.empty()));
    stage.arm(1).close();
    assertThat(refusal(stage.send(document, 0))).startsWith("releaseList:");
    assertThat(documents()).isZero();
    done(stage.offer(document, stage.next(document)));
    done(stage.send(document, document.payload().length));
    assertThat(listed(document)).isTrue();
  }

  @Test
  void an_upload_begun_while_armed_is_discarded_once_the_vault_is_disarmed() {
    try (var armed = stage.arm(1)) {
      var document = stage.world.document(armed);
      done(stage.offer(document, stage.next(document)));
      stage.disarm();
      discarded(document);
    }
  }

  @Test
  void an_upload_begun_while_armed_is_discarded_once_the_vault_is_armed_anew() {
    try (var armed = stage.arm(1)) {
      var document = stage.world.document(armed);
      done(stage.offer(document, stage.next(document)));
      stage.arm(2).close();
      discarded(document);
      assertThat(stage.list().items()).isEmpty();
    }
  }

  @Test
  void a_list_can_be_exchanged_alone_and_only_by_the_next_one() {
    stage.upload(stage.world.document(EncryptionClass.B));
    try (var armed = stage.arm(1)) {
      var without = signed(stage.list(), 2, List.of()).orElseThrow();
      done(put(without));
      assertThat(refusal(put(without))).startsWith("releaseList.version:");
      var unknown = stage.next(stage.world.document(armed)).orElseThrow();
      assertThat(refusal(put(unknown))).startsWith("releaseList.documents:");
      assertThat(stage.entries(EventType.RELEASE_LIST_SIGNED)).hasSize(1);
    }
  }

  private Outcome<io.vaultplatform.core.release.Arming.Armed> put(Signed list) {
    return stage.work.as(
        stage.owner, () -> stage.arming.list(stage.world.epoch.vault(), stage.trigger, list));
  }

  private void refused(String field, EscrowWorld.Stored document, Optional<Signed> list) {
    assertThat(refusal(stage.offer(document, list))).startsWith(field + ":");
  }

  private void discarded(EscrowWorld.Stored document) {
    assertThat(refusal(stage.send(document, 0)))
        .startsWith("manifest.epoch:")
        .contains("discarded");
    assertThat(documents()).isZero();
    assertThat(stage.count("SELECT count(*) FROM vault_core.uploads")).isZero();
    assertThat(stage.entries(EventType.UPLOAD_REFUSED).getLast().facts())
        .containsEntry("why", "manifest.epoch");
  }

  private Optional<Signed> signed(ReleaseList now, int version, List<ReleaseList.Item> items) {
    return Stream.of(new ReleaseList(now.epoch(), now.policyHash(), version, Instant.EPOCH, items))
        .map(list -> list.sign(stage.world.ownerKey))
        .findFirst();
  }

  private ReleaseList.Item item(Signed list) {
    return done(ReleaseList.verify(list, stage.world.ownerKey.verificationKey())).items().getLast();
  }

  private EscrowWorld.Stored large(Arming.Armed armed) {
    return stage.world.document(
        armed,
        new io.vaultplatform.core.content.DocumentId(java.util.UUID.randomUUID()),
        1,
        BlobStore.PIECE + 100_000);
  }

  private boolean listed(EscrowWorld.Stored document) {
    return stage
        .list()
        .item(document.small().manifest().document())
        .filter(i -> i.manifestHash().equals(document.small().signed().bodyHash()))
        .isPresent();
  }

  private int documents() {
    return stage.count("SELECT count(*) FROM vault_core.documents");
  }

  private AgeRecipient[] recipients() {
    return stage.world.recipients.stream()
        .map(r -> r.identity().recipient())
        .toArray(AgeRecipient[]::new);
  }
}
