package io.vaultplatform.core.release.internal;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Headers;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.Submission;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.store.SqlFailure;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What one arming took in, nothing else takes out of it: not another trigger, not new headers, not
 * a submission of which only a part is right.
 */
@ExtendWith(PostgresExtension.class)
class EpochsIT {
  private final TestDatabase database = PostgresExtension.fresh();
  private final ReleaseStage stage = ReleaseStage.open(database, new LocalWork(database.app()));
  private final TriggerId other = new TriggerId(UUID.randomUUID());

  @Test
  void a_second_trigger_does_not_take_the_documents_of_the_first() {
    var document = stage.world.document(EncryptionClass.B);
    stage.upload(document);
    stage.arm(1).close();
    stage.create(other, Duration.ofMinutes(1));
    var before = stored(document);

    assertThat(refusal(armOther())).startsWith("headers:").contains("disarm that trigger first");
    assertThat(stored(document).etag()).isEqualTo(before.etag());

    stage.disarm();
    done(armOther());
    assertThat(stored(document).manifest().escrow().orElseThrow().trigger())
        .isEqualTo(other.value());
  }

  @Test
  void what_was_handed_over_is_armed_again_only_with_a_new_payload() {
    var document = stage.world.document(EncryptionClass.B);
    stage.upload(document);
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.confirm(0);
    stage.confirm(2);
    stage.until(TriggerState.Kind.EXECUTED);
    stage.create(other, Duration.ofMinutes(1));
    assertThat(refusal(armOther())).startsWith("headers:").contains("put it anew");
    // Nor are its headers taken away from those who received it.
    assertThat(refusal(rewrap(document, stored(document).etag()))).startsWith("document:");
    stage.world.recipients.forEach(recipient -> stage.open(recipient, document));

    stage.upload(stage.world.next(document));
    done(armOther());
  }

  @Test
  void of_two_documents_the_second_of_which_is_wrong_neither_is_armed_and_it_is_said_at_once() {
    var first = stage.world.document(EncryptionClass.B);
    var second = stage.world.document(EncryptionClass.B);
    stage.upload(first);
    stage.upload(second);
    var etag = stored(first).etag();
    refusedAtOnce(1);
    assertThat(stored(first).etag()).isEqualTo(etag);
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.DRAFT);

    stage.arm(1).close();
    refusedAtOnce(2);
    assertThat(stage.view().epoch()).isEqualTo(1);
    assertThat(stage.count("SELECT count(*) FROM vault_core.platform_shares")).isEqualTo(1);
  }

  // An entry that waited for the caller's own lock would take five seconds and fail.
  private void refusedAtOnce(int epoch) {
    try (var made = stage.made(stage.wishes(epoch))) {
      var began = Instant.now();
      assertThat(refusal(stage.submit(secondBad(made.submission())))).startsWith("headers[1].");
      assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(4));
    }
    assertThat(stage.entries(EventType.UPLOAD_REFUSED)).hasSize(epoch);
  }

  private static Submission secondBad(Submission of) {
    var headers = new ArrayList<>(of.headers());
    headers.set(1, new Submission.Header(headers.get(1).manifest(), headers.getFirst().wraps()));
    return new Submission(
        of.policy(),
        of.releaseList(),
        of.shareSets(),
        of.packets(),
        of.platformShares(),
        of.trusteeShares(),
        headers);
  }

  @Test
  void headers_change_while_no_list_names_the_document_and_of_two_devices_for_one() {
    var document = stage.world.document(EncryptionClass.C);
    stage.upload(document);
    var seen = stored(document).etag();
    var now = done(rewrap(document, seen)).etag();
    assertThat(now).isNotEqualTo(seen);
    assertThat(refusal(rewrap(document, seen))).startsWith("If-Match:");

    stage.arm(1).close();
    assertThat(refusal(rewrap(document, now))).startsWith("document:").contains("disarm it");
    assertThat(stored(document).etag()).isEqualTo(now);
    assertThat(stage.entries(EventType.UPLOAD_REFUSED)).hasSize(1);
    stage.disarm();
    done(rewrap(document, now));
  }

  @Test
  void whoever_waits_too_long_for_a_lock_is_told_so_and_keeps_no_connection() throws SQLException {
    try (var holder = database.superuser().getConnection();
        var held = holder.createStatement()) {
      holder.setAutoCommit(false);
      held.execute("SELECT id FROM vault_core.vaults FOR UPDATE");
      assertThatThrownBy(() -> stage.work.run(stage.owner, () -> stage.vaultNow().hold()))
          .isInstanceOfSatisfying(SqlFailure.class, e -> assertThat(e.isBusy()).isTrue());
      holder.rollback();
    }
  }

  private Outcome<io.vaultplatform.core.release.Arming.Armed> armOther() {
    try (var made = stage.made(stage.wishes(other, 1))) {
      return stage.submit(other, made.submission());
    }
  }

  private StoredDocument stored(EscrowWorld.Stored document) {
    return stage.work.as(
        stage.owner, () -> done(stage.vaultNow().document(document.small().manifest().document())));
  }

  /** Headers for one more person, as the owner's client makes them. */
  private Outcome<StoredDocument> rewrap(EscrowWorld.Stored document, String etag) {
    var small = document.small();
    var owner = stage.world.ownerIdentity;
    var keys = Set.of(owner.recipient(), AgeIdentity.generate(Suite.CLASSIC).recipient());
    var header = small.header().rewrap(owner, keys).orThrow("header").bytes();
    var metadata =
        AgeHeader.read(small.metadata(), AgeLimits.DEFAULT)
            .orThrow("metadata")
            .rewrap(owner, keys)
            .orThrow("metadata")
            .bytes();
    var old = small.manifest();
    var manifest =
        new Manifest(
            old.owner(),
            old.vault(),
            old.document(),
            old.version(),
            old.encryptionClass(),
            old.escrow(),
            old.payloadSha256(),
            old.payloadSize(),
            old.plainSize(),
            old.metadataPayloadSha256(),
            Optional.of(
                new Manifest.HeaderHashes(Digest.sha256Hex(header), Digest.sha256Hex(metadata))));
    var wish =
        new Vault.Rewrap(
            old.item(), new Headers(header, metadata), manifest.sign(stage.world.ownerKey));
    return stage.work.as(stage.owner, () -> stage.vaultNow().rewrap(wish, etag));
  }
}
