package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.content.internal.Stage.done;
import static io.vaultplatform.core.content.internal.Stage.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Upload;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Uploads: resumed, completed, refused, and what each leaves behind. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadIT {
  private final Writing ann = new Writing();
  private final Stage stage;
  private final TestDatabase database;

  UploadIT(LocalWork work, TestDatabase database) {
    stage = new Stage(work);
    this.database = database;
  }

  @Test
  void a_document_of_each_class_comes_out_as_the_age_file_that_went_in() {
    var vault = stage.vault(ann);
    for (var type : EncryptionClass.values()) {
      var others =
          type == EncryptionClass.A
              ? List.of(vault.platform())
              : List.<io.vaultplatform.core.crypto.AgeRecipient>of();
      var parts = ann.document(Writing.item(type, vault.id()), "what I saw", others);
      var complete = stage.store(ann, parts);
      assertThat(complete.document().signed()).isEqualTo(parts.signed());
      var file = done(stage.fetch(ann.account, vault.id(), parts.item().document()));
      assertThat(file).isEqualTo(parts.file());
      try (var plain =
          AgeFile.decrypt(file, List.of(ann.identity), 100).orThrow("the owner's own file")) {
        assertThat(plain.<byte[]>expose(byte[]::clone)).asString().isEqualTo("what I saw");
      }
    }
    assertThat(stage.list(ann.account, vault.id())).hasSize(3);
  }

  @Test
  void an_upload_goes_on_where_whole_pieces_end() {
    var parts = large(stage.vault(ann).id(), BlobStore.PIECE * 2 + 1000);
    assertThat(done(stage.offer(ann, parts)).offset()).isZero();
    var first = Arrays.copyOf(parts.payload(), BlobStore.PIECE + 500);
    assertThat(done(stage.send(ann, parts, 0, first)))
        .isEqualTo(new Upload.Waiting(BlobStore.PIECE, parts.payload().length));
    // Asking and offering again tell where it stands.
    assertThat(status(parts).offset()).isEqualTo(BlobStore.PIECE);
    assertThat(done(stage.offer(ann, parts)).offset()).isEqualTo(BlobStore.PIECE);
    var rest = Arrays.copyOfRange(parts.payload(), BlobStore.PIECE, parts.payload().length);
    assertThat(done(stage.send(ann, parts, BlobStore.PIECE, rest)))
        .isInstanceOf(Upload.Complete.class);
    assertThat(done(stage.fetch(ann.account, parts.item().vault(), parts.item().document())))
        .isEqualTo(parts.file());
  }

  @Test
  void a_wrong_offset_is_a_conflict_that_names_the_right_one() {
    var parts = large(stage.vault(ann).id(), BlobStore.PIECE + 10);
    done(stage.offer(ann, parts));
    var refused = refusal(stage.send(ann, parts, 7, parts.payload()));
    assertThat(refused.reason()).isEqualTo(Reason.CONFLICT);
    assertThat(refused.field()).contains("Upload-Offset");
    assertThat(refused.detail()).contains("offset 0");
    assertThat(status(parts).offset()).isZero();
  }

  @Test
  void a_bit_flipped_payload_is_named_discarded_and_entered_in_the_log() {
    var parts = large(stage.vault(ann).id(), BlobStore.PIECE + 10);
    done(stage.offer(ann, parts));
    var flipped = parts.payload().clone();
    flipped[BlobStore.PIECE + 3] ^= 1;
    gone(parts, refusal(stage.send(ann, parts, 0, flipped)), "changed");
  }

  @Test
  void a_bit_flipped_payload_is_found_too_when_it_came_in_two_requests() {
    var parts = large(stage.vault(ann).id(), BlobStore.PIECE + 10);
    done(stage.offer(ann, parts));
    var flipped = parts.payload().clone();
    flipped[3] ^= 1;
    done(stage.send(ann, parts, 0, Arrays.copyOf(flipped, BlobStore.PIECE)));
    var rest = Arrays.copyOfRange(flipped, BlobStore.PIECE, flipped.length);
    gone(parts, refusal(stage.send(ann, parts, BlobStore.PIECE, rest)), "changed");
  }

  @Test
  void a_payload_that_goes_on_beyond_its_end_is_named_and_discarded() {
    var parts = large(stage.vault(ann).id(), 10);
    done(stage.offer(ann, parts));
    var longer = Arrays.copyOf(parts.payload(), parts.payload().length + 1);
    gone(parts, refusal(stage.send(ann, parts, 0, longer)), "beyond");
  }

  @Test
  void a_request_that_goes_on_beyond_the_end_does_not_take_the_bytes_of_what_another_completed() {
    var vault = stage.vault(ann);
    var parts = ann.document(Writing.item(EncryptionClass.C, vault.id()), "a letter", List.of());
    done(stage.offer(ann, parts));
    // All bytes are there, and before this request ends another one completes the document.
    var late =
        new java.io.InputStream() {
          private int at;

          @Override
          public int read() {
            if (at < parts.payload().length) {
              return parts.payload()[at++] & 0xff;
            }
            done(stage.send(ann, parts, parts.payload().length, new byte[0]));
            return 'x';
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            int count = Math.min(length, parts.payload().length - at);
            if (count > 0) {
              System.arraycopy(parts.payload(), at, into, offset, count);
              at += count;
              return count;
            }
            into[offset] = (byte) read();
            return 1;
          }
        };
    var found = stage.find(ann.account, vault.id());
    assertThat(stage.outside(ann.account, () -> found.append(parts.item().document(), 1, 0, late)))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(done(stage.fetch(ann.account, vault.id(), parts.item().document())))
        .isEqualTo(parts.file());
  }

  @Test
  void a_payload_that_was_cut_never_becomes_a_document() {
    var parts = large(stage.vault(ann).id(), 1000);
    done(stage.offer(ann, parts));
    var cut = Arrays.copyOf(parts.payload(), parts.payload().length - 1);
    assertThat(done(stage.send(ann, parts, 0, cut))).isInstanceOf(Upload.Waiting.class);
    assertThat(stage.list(ann.account, parts.item().vault())).isEmpty();
  }

  @Test
  void the_upload_gives_a_receipt_that_can_be_had_again() {
    var parts = large(stage.vault(ann).id(), 10);
    var complete = stage.store(ann, parts);
    Receipt receipt = complete.receipt();
    var entry =
        stage.entries(ann.account, parts.item().vault(), EventType.DOCUMENT_STORED).getFirst();
    assertThat(receipt.hash()).isEqualTo(entry.hash());
    assertThat(entry.facts())
        .containsEntry("payloadSha256", parts.manifest().payloadSha256())
        .containsEntry("manifestSha256", parts.signed().bodyHash())
        .containsEntry("class", "C");
    assertThat(((Upload.Complete) status(parts)).receipt().hash()).isEqualTo(receipt.hash());
    var again = done(stage.send(ann, parts, parts.payload().length, new byte[0]));
    assertThat(((Upload.Complete) again).receipt().hash()).isEqualTo(receipt.hash());
  }

  @Test
  void versions_grow_by_one_and_offering_an_old_one_is_refused() {
    var vault = stage.vault(ann);
    var first = ann.document(Writing.item(EncryptionClass.C, vault.id()), "1", List.of());
    stage.store(ann, first);
    var second = version(first, EncryptionClass.C, 2);
    stage.store(ann, second);
    assertThat(done(stage.fetch(ann.account, vault.id(), first.item().document())))
        .isEqualTo(second.file());
    assertThat(status(first)).isInstanceOf(Upload.Complete.class); // its receipt, asked for late
    assertThat(refusal(stage.offer(ann, second)).field()).contains("version");
    assertThat(refusal(stage.offer(ann, version(first, EncryptionClass.C, 4))).field())
        .contains("version");
    assertThat(refusal(stage.offer(ann, version(first, EncryptionClass.B, 3))).field())
        .contains("class");
  }

  @Test
  void of_two_uploads_of_one_version_only_one_becomes_it() {
    var vault = stage.vault(ann);
    var item = Writing.item(EncryptionClass.C, vault.id());
    var first = ann.document(item, new byte[BlobStore.PIECE], List.of(), Optional.empty());
    var second = ann.document(item, "another", List.of());
    done(stage.offer(ann, first));
    done(stage.send(ann, first, 0, Arrays.copyOf(first.payload(), BlobStore.PIECE)));
    done(stage.offer(ann, second)); // replaces the first, pieces and all
    assertThat(refusal(stage.send(ann, first, BlobStore.PIECE, first.payload())).reason())
        .isEqualTo(Reason.CONFLICT);
    done(stage.send(ann, second, 0, second.payload()));
    assertThat(pieces(vault.id())).isEqualTo(1);
  }

  @Test
  void a_manifest_signed_by_somebody_else_is_refused_and_entered() {
    var vault = stage.vault(ann);
    var ben = new Writing();
    var forged = ben.document(Writing.item(EncryptionClass.C, vault.id()), "x", List.of());
    assertThat(refusal(stage.offer(ann, forged)).field()).contains("manifest.signatures");
    assertThat(stage.entries(ann.account, vault.id(), EventType.UPLOAD_REFUSED)).hasSize(1);
    assertThat(uploads(vault.id())).isZero();
  }

  @Test
  void a_class_b_manifest_naming_another_epoch_is_refused_and_entered() {
    var vault = stage.vault(ann);
    var escrow = io.vaultplatform.core.crypto.AgeIdentity.generate(Suite.CLASSIC).recipient();
    var names =
        new io.vaultplatform.core.content.Manifest.EscrowNames(
            UUID.randomUUID(), 2, List.of(escrow.fingerprint()));
    var parts =
        ann.document(
            Writing.item(EncryptionClass.B, vault.id()),
            new byte[3],
            List.of(escrow),
            Optional.of(names));
    assertThat(refusal(stage.offer(ann, parts)).field()).contains("manifest.epoch");
    assertThat(stage.entries(ann.account, vault.id(), EventType.UPLOAD_REFUSED).getFirst().facts())
        .containsEntry("why", "manifest.epoch");
    assertThat(uploads(vault.id())).isZero();
  }

  @Test
  void the_quota_counts_what_is_stored_and_what_is_announced() {
    var vault = stage.vault(ann).id();
    int half = (int) (TestContent.LIMITS.vaultBytes() / 2);
    // Nothing is sent: announcing alone takes the room.
    done(stage.offer(ann, announced(vault, half - 1_000_000)));
    done(stage.offer(ann, announced(vault, half - 1_000_000)));
    var refused = refusal(stage.offer(ann, announced(vault, 4_000_000)));
    assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refused.field()).contains("manifest.payloadSize");
  }

  @Test
  void abandoned_uploads_are_cleared_and_stored_documents_stay() throws SQLException {
    var vault = stage.vault(ann).id();
    var kept = large(vault, 10);
    stage.store(ann, kept);
    var abandoned = large(vault, BlobStore.PIECE + 10);
    done(stage.offer(ann, abandoned));
    done(stage.send(ann, abandoned, 0, Arrays.copyOf(abandoned.payload(), BlobStore.PIECE)));
    assertThat(stage.content.stale.clear()).isZero();
    superuser(
        "UPDATE vault_core.uploads SET touched_at = now() - interval '8 days' WHERE vault_id = '"
            + vault
            + "'");
    assertThat(stage.content.stale.clear()).isEqualTo(1);
    assertThat(stage.entries(ann.account, vault, EventType.UPLOAD_REFUSED)).hasSize(1);
    assertThat(uploads(vault)).isZero();
    assertThat(pieces(vault)).isEqualTo(1);
    assertThat(done(stage.fetch(ann.account, vault, kept.item().document())))
        .isEqualTo(kept.file());
  }

  @Test
  void parts_of_a_file_are_given_out_as_asked() {
    var parts = large(stage.vault(ann).id(), BlobStore.PIECE + 5000);
    stage.store(ann, parts);
    var file = parts.file();
    var ciphertext =
        done(
            stage.work.as(
                ann.account,
                () ->
                    done(stage.content.vaults().find(parts.item().vault()))
                        .fetch(parts.item().document())));
    assertThat(ciphertext.size()).isEqualTo(file.length);
    int header = parts.header().length;
    for (int[] range :
        new int[][] {
          {0, 5},
          {header - 3, 6},
          {header, 1},
          {header + BlobStore.PIECE - 2, 4},
          {5, 0},
          {file.length - 1, 1},
          {3, file.length - 3}
        }) {
      var out = new ByteArrayOutputStream();
      ciphertext.writeTo(out, range[0], range[1]);
      assertThat(out.toByteArray())
          .isEqualTo(Arrays.copyOfRange(file, range[0], range[0] + range[1]));
    }
  }

  private void gone(Writing.Parts parts, io.vaultplatform.core.base.Refusal refused, String word) {
    assertThat(refused.field()).contains("payload");
    assertThat(refused.detail()).contains(word).contains("discarded");
    var vault = parts.item().vault();
    assertThat(uploads(vault)).isZero();
    assertThat(pieces(vault)).isZero();
    assertThat(stage.list(ann.account, vault)).isEmpty();
    assertThat(stage.entries(ann.account, vault, EventType.UPLOAD_REFUSED)).hasSize(1);
  }

  private Upload status(Writing.Parts parts) {
    return done(
        stage.work.as(
            ann.account,
            () ->
                done(stage.content.vaults().find(parts.item().vault()))
                    .upload(parts.item().document(), parts.item().version())));
  }

  private Writing.Parts large(VaultId vault, int size) {
    var plain = new byte[size];
    new Random(size).nextBytes(plain);
    return ann.document(Writing.item(EncryptionClass.C, vault), plain, List.of(), Optional.empty());
  }

  /** An offer of a size that nobody has to send. */
  private Writing.Parts announced(VaultId vault, long plainSize) {
    var small = large(vault, 10);
    var m = small.manifest();
    var manifest =
        new io.vaultplatform.core.content.Manifest(
            m.owner(),
            m.vault(),
            m.document(),
            m.version(),
            m.encryptionClass(),
            m.escrow(),
            m.payloadSha256(),
            io.vaultplatform.core.content.AgePayload.lengthOf(plainSize),
            plainSize,
            m.metadataPayloadSha256(),
            m.headers());
    return new Writing.Parts(
        small.item(),
        small.header(),
        small.payload(),
        small.metadata(),
        manifest,
        manifest.sign(ann.signing));
  }

  private Writing.Parts version(Writing.Parts of, EncryptionClass type, int version) {
    var item = Item.of(type, of.item().vault(), of.item().document(), version);
    return ann.document(item, "version " + version, List.of());
  }

  private long uploads(VaultId vault) {
    return count("SELECT count(*) AS n FROM vault_core.uploads WHERE vault_id = ?", vault);
  }

  private long pieces(VaultId vault) {
    return count("SELECT count(*) AS n FROM vault_core.blob_pieces WHERE vault_id = ?", vault);
  }

  private long count(String statement, VaultId vault) {
    return stage.work.as(
        ann.account, () -> stage.work.sql().one(statement, row -> row.number("n"), vault.value()));
  }

  private void superuser(String statement) throws SQLException {
    try (var connection = database.superuser().getConnection();
        var made = connection.createStatement()) {
      made.execute(statement);
    }
  }
}
