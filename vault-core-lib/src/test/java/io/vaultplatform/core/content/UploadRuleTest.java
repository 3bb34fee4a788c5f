package io.vaultplatform.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.Manifest.EscrowNames;
import io.vaultplatform.core.content.UploadRule.Situation;
import io.vaultplatform.core.content.UploadRule.Verdict;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Passphrase;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is taken, what is refused, and which field is named, on real age files. */
class UploadRuleTest {
  // Only whether one came is content's question.
  private static final Optional<Signed> LIST =
      Optional.of(
          Signed.sign(
              Map.of("format", "vault/release-list/v1"), SigningKey.generate(Suite.HYBRID)));

  private final Writing ann = new Writing();
  private final VaultId vault = new VaultId(UUID.randomUUID());
  private final AgeIdentity platform = AgeIdentity.generate(Suite.CLASSIC);
  private final AgeIdentity retired = AgeIdentity.generate(Suite.CLASSIC);
  private final AgeIdentity friend = AgeIdentity.generate(Suite.CLASSIC);
  private final Item a = Writing.item(EncryptionClass.A, vault);
  private final Item b = Writing.item(EncryptionClass.B, vault);
  private final Item c = Writing.item(EncryptionClass.C, vault);

  @Test
  void a_document_of_each_class_is_taken() {
    accepted(ann.document(a, "a", List.of(platform.recipient())));
    accepted(ann.document(b, "b", List.of()));
    accepted(ann.document(c, "c", List.of()));
    accepted(ann.document(c, "c", List.of(friend.recipient())));
  }

  @Test
  void inv_06_class_c_that_the_server_can_open_is_a_violation() {
    violates(ann.document(c, "c", List.of(platform.recipient())), "header");
    violates(ann.document(c, "c", List.of(friend.recipient(), retired.recipient())), "header");
  }

  @Test
  void inv_06_class_c_metadata_that_the_server_can_open_is_a_violation() {
    var hidden = ann.document(c, "c", List.of());
    var readable = ann.document(c, "c", List.of(platform.recipient()));
    violates(
        ann.parts(c, hidden.header(), hidden.payload(), readable.metadata(), 1, Optional.empty()),
        "metadata");
  }

  @Test
  void inv_06_spoiling_the_headers_check_sum_does_not_hide_it() {
    var readable = ann.document(c, "c", List.of(platform.recipient()));
    var spoilt = readable.header().clone();
    int within = spoilt.length - 20; // the MAC, whose every character but the last is free
    spoilt[within] = (byte) (spoilt[within] == 'A' ? 'B' : 'A');
    var offer = Offer.read(c, spoilt, readable.metadata(), readable.signed(), Writing.LIMITS);
    assertThat(offer)
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done ->
                assertThat(UploadRule.decide((Offer) done.value(), situation()))
                    .isInstanceOf(Verdict.Violation.class));
  }

  @Test
  void inv_06_inv_07_a_broken_stanza_in_front_does_not_hide_the_platforms() {
    for (var item : List.of(b, c)) {
      var readable = ann.document(item, "x", List.of(platform.recipient()));
      for (var lowOrder : List.of("A".repeat(43), "AQ" + "A".repeat(41))) {
        var covered = behind(lowOrder, readable.header());
        refused(
            ann.parts(item, covered, readable.payload(), readable.metadata(), 1, Optional.empty()),
            "header");
        var hidden = ann.document(item, "x", List.of());
        refused(
            ann.parts(
                item,
                hidden.header(),
                hidden.payload(),
                behind(lowOrder, readable.metadata()),
                1,
                Optional.empty()),
            "metadata");
        // And were such a stanza taken, it still would not hide the one behind it.
        assertThat(Writing.header(covered).names(platform)).isTrue();
      }
    }
  }

  private static byte[] behind(String share, byte[] file) {
    var text = new String(file, StandardCharsets.ISO_8859_1);
    var stanza = "-> X25519 " + share + "\n" + "A".repeat(43) + "\n";
    return text.replaceFirst("\n", "\n" + stanza).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void inv_07_class_b_that_the_server_can_open_is_a_violation() {
    violates(ann.document(b, "b", List.of(platform.recipient())), "header");
  }

  @Test
  void class_a_without_the_present_platform_key_is_refused() {
    refused(ann.document(a, "a", List.of(friend.recipient())), "header");
    refused(ann.document(a, "a", List.of(retired.recipient())), "header");
  }

  @Test
  void class_a_for_a_third_person_is_refused() {
    refused(ann.document(a, "a", List.of(platform.recipient(), friend.recipient())), "header");
  }

  @Test
  void class_b_for_a_third_person_is_refused() {
    refused(ann.document(b, "b", List.of(friend.recipient())), "header");
  }

  @Test
  void a_class_b_manifest_naming_another_epoch_is_refused() {
    var escrow = AgeIdentity.generate(Suite.CLASSIC);
    var trigger = UUID.randomUUID();
    var armed = new ArmedEpoch(trigger, 7, Set.of(escrow.recipient().fingerprint()));
    var fingerprints = List.of(escrow.recipient().fingerprint());
    refused(
        escrowed(new EscrowNames(trigger, 6, fingerprints), escrow),
        "manifest.epoch",
        situation(List.of(armed)));
    refused(
        escrowed(new EscrowNames(UUID.randomUUID(), 7, fingerprints), escrow),
        "manifest.epoch",
        situation(List.of(armed)));
    refused(escrowed(new EscrowNames(trigger, 7, fingerprints), escrow), "manifest.epoch");
    refused(
        escrowed(new EscrowNames(trigger, 7, List.of(friend.recipient().fingerprint())), escrow),
        "manifest.escrow",
        situation(List.of(armed)));
    assertThat(
            UploadRule.decide(
                escrowed(new EscrowNames(trigger, 7, fingerprints), escrow).offer().with(LIST),
                situation(List.of(armed))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void class_b_that_names_no_epoch_is_refused_while_the_vault_is_armed() {
    var armed = new ArmedEpoch(UUID.randomUUID(), 7, Set.of("0".repeat(64)));
    refused(ann.document(b, "b", List.of()), "manifest.epoch", situation(List.of(armed)));
  }

  @Test
  void while_armed_what_may_be_released_comes_with_a_list_and_else_nothing_does() {
    var escrow = AgeIdentity.generate(Suite.CLASSIC);
    var names = new EscrowNames(UUID.randomUUID(), 7, List.of(escrow.recipient().fingerprint()));
    var armed =
        situation(List.of(new ArmedEpoch(names.trigger(), 7, Set.copyOf(names.fingerprints()))));
    unlisted(escrowed(names, escrow).offer(), armed);
    unlisted(ann.document(c, "c", List.of()).offer(), armed);
    unlisted(ann.document(b, "b", List.of()).offer().with(LIST), situation());
    unlisted(ann.document(c, "c", List.of()).offer().with(LIST), situation());
    unlisted(ann.document(a, "a", List.of(platform.recipient())).offer().with(LIST), armed);
    for (var taken :
        List.of(
            ann.document(c, "c", List.of()).offer().with(LIST),
            ann.document(a, "a", List.of(platform.recipient())).offer())) {
      assertThat(UploadRule.decide(taken, armed)).isInstanceOf(Verdict.Accepted.class);
    }
  }

  private static void unlisted(Offer offer, Situation now) {
    assertThat(UploadRule.decide(offer, now))
        .isInstanceOfSatisfying(
            Verdict.Unlisted.class, no -> assertThat(no.refusal().field()).contains("releaseList"));
  }

  @Test
  void an_escrow_identity_that_the_manifest_names_and_the_header_lacks_is_refused() {
    var escrow = AgeIdentity.generate(Suite.CLASSIC).recipient().fingerprint();
    var trigger = UUID.randomUUID();
    var names = new EscrowNames(trigger, 1, List.of(escrow));
    refused(
        ann.document(b, new byte[3], List.of(), Optional.of(names)),
        "header",
        situation(List.of(new ArmedEpoch(trigger, 1, Set.of(escrow)))));
  }

  @Test
  void files_that_are_not_age_or_empty_or_cut_are_refused_by_name() {
    var good = ann.document(c, "c", List.of());
    unreadable(new byte[0], good.metadata(), "header");
    unreadable("%PDF-1.7 …".getBytes(StandardCharsets.UTF_8), good.metadata(), "header");
    unreadable(Arrays.copyOf(good.header(), 40), good.metadata(), "header");
    unreadable(good.file(), good.metadata(), "header"); // the payload belongs elsewhere
    unreadable(good.header(), new byte[0], "metadata");
    unreadable(good.header(), "hello".getBytes(StandardCharsets.UTF_8), "metadata");
    unreadable(good.header(), good.header(), "metadata"); // a header and nothing behind it
    unreadable(good.header(), new byte[70_000], "metadata");
  }

  @Test
  void a_hundred_thousand_stanzas_are_refused_at_the_limit() {
    var good = ann.document(c, "c", List.of());
    var lines = new String(good.header(), StandardCharsets.US_ASCII).split("\n", -1);
    var text = new StringBuilder(lines[0]).append('\n');
    for (int i = 0; i < 100_000; i++) {
      text.append(lines[1]).append('\n').append(lines[2]).append('\n');
    }
    var huge = text.append(lines[3]).append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    unreadable(huge, good.metadata(), "header");
  }

  @Test
  void a_passphrase_file_is_refused_and_an_absurd_work_factor_costs_nothing() {
    var file = new ByteArrayOutputStream();
    try (var passphrase = Passphrase.of("correct horse battery staple".toCharArray())) {
      AgeFile.encrypt(new ByteArrayInputStream(new byte[3]), passphrase, 10, file);
    }
    var header = Writing.header(file.toByteArray()).bytes();
    var good = ann.document(c, "c", List.of());
    var parts = ann.parts(c, header, good.payload(), good.metadata(), 1, Optional.empty());
    refused(parts, "header");
    var absurd =
        new String(header, StandardCharsets.US_ASCII)
            .replaceFirst("(-> scrypt \\S+) 10", "$1 30")
            .getBytes(StandardCharsets.US_ASCII);
    // Refused by its kind: nobody here ever computes the 2^30 rounds it asks for.
    refused(ann.parts(c, absurd, good.payload(), good.metadata(), 1, Optional.empty()), "header");
  }

  @Test
  void versions_grow_by_one_and_the_class_never_changes() {
    var next = Item.of(EncryptionClass.C, vault, c.document(), 2);
    var gap = Item.of(EncryptionClass.C, vault, c.document(), 3);
    var weaker = Item.of(EncryptionClass.B, vault, c.document(), 2);
    var now = situation(Optional.of(c), List.of(), 0);
    assertThat(UploadRule.decide(ann.document(next, "2", List.of()).offer(), now))
        .isInstanceOf(Verdict.Accepted.class);
    refused(ann.document(gap, "3", List.of()), "version", now);
    refused(ann.document(c, "1", List.of()), "version", now);
    refused(ann.document(weaker, "2", List.of()), "class", now);
  }

  @Test
  void size_limit_and_quota_name_the_size() {
    var small = new UploadLimits(AgePayload.lengthOf(10), 65536, AgePayload.lengthOf(25));
    var ten = ann.document(c, new byte[10], List.of(), Optional.empty());
    var eleven = ann.document(c, new byte[11], List.of(), Optional.empty());
    assertThat(UploadRule.decide(ten.offer(small), situation(small, 0)))
        .isInstanceOf(Verdict.Accepted.class);
    refused(eleven, "manifest.payloadSize", situation(small, 0));
    refused(ten, "manifest.payloadSize", situation(small, 16));
  }

  @Test
  void new_headers_are_taken_for_the_same_payload_only() {
    var stored = ann.document(b, "b", List.of());
    var escrow = AgeIdentity.generate(Suite.CLASSIC);
    var trigger = UUID.randomUUID();
    var names = new EscrowNames(trigger, 1, List.of(escrow.recipient().fingerprint()));
    var armed = situation(List.of(new ArmedEpoch(trigger, 1, Set.copyOf(names.fingerprints()))));
    var both = Set.of(ann.identity.recipient(), escrow.recipient());
    var header =
        Writing.header(stored.header()).rewrap(ann.identity, both).orThrow("header").bytes();
    var head = Writing.header(stored.metadata());
    var metadataHeader = head.rewrap(ann.identity, both).orThrow("metadata").bytes();
    var metadata =
        Arrays.copyOf(
            metadataHeader, metadataHeader.length + stored.metadata().length - head.length());
    System.arraycopy(
        stored.metadata(),
        head.length(),
        metadata,
        metadataHeader.length,
        stored.metadata().length - head.length());
    var rewrapped = ann.parts(b, header, stored.payload(), metadata, 1, Optional.of(names));
    assertThat(RewrapRule.decide(rewrapped.offer(), stored.manifest(), 1, armed))
        .isInstanceOf(Verdict.Accepted.class);
    // Back to an older epoch of the same trigger is refused, and so is another payload.
    var second = new EscrowNames(trigger, 2, names.fingerprints());
    var later = ann.parts(b, header, stored.payload(), metadata, 1, Optional.of(second));
    assertField(RewrapRule.decide(rewrapped.offer(), later.manifest(), 2, armed), "manifest.epoch");
    var swapped = ann.document(b, "other", List.of(escrow.recipient()));
    assertField(
        RewrapRule.decide(swapped.offer(), stored.manifest(), 1, armed), "manifest.payloadSha256");
  }

  @Test
  void of_class_c_nobody_is_left_out_by_a_header_alone() {
    var ben = AgeIdentity.generate(Suite.CLASSIC);
    var stored = ann.document(c, "c", List.of(ben.recipient()));
    var header = Writing.header(stored.header());
    var carol = Set.of(AgeIdentity.generate(Suite.CLASSIC).recipient());
    var more = header.adding(ann.identity, carol).orThrow("more").bytes();
    var less = header.rewrap(ann.identity, Set.of(ann.identity.recipient())).orThrow("less");
    var with = ann.parts(c, more, stored.payload(), stored.metadata(), 1, Optional.empty());
    var without =
        ann.parts(c, less.bytes(), stored.payload(), stored.metadata(), 1, Optional.empty());
    assertThat(RewrapRule.decide(with.offer(), stored.manifest(), 2, situation()))
        .isInstanceOf(Verdict.Accepted.class);
    assertField(RewrapRule.decide(without.offer(), stored.manifest(), 2, situation()), "header");
    assertThat(Writing.header(more).opens(ben)).isTrue();
  }

  @Test
  void a_header_of_the_other_suite_is_refused_in_either_direction() {
    var hybrid = AgeIdentity.generate(Suite.HYBRID);
    for (var type : List.of(b, c)) {
      var classic = ann.document(type, "x", List.of());
      assertField(UploadRule.decide(classic.offer(), situation(Suite.HYBRID)), "header");
      var file = AgeFile.encrypt(new byte[] {1}, Set.of(hybrid.recipient()));
      var header = Writing.header(file).bytes();
      var parts =
          ann.parts(
              type,
              header,
              Arrays.copyOfRange(file, header.length, file.length),
              AgeFile.encrypt(new byte[] {1}, Set.of(hybrid.recipient())),
              1,
              Optional.empty());
      assertField(UploadRule.decide(parts.offer(), situation()), "header");
      assertThat(UploadRule.decide(parts.offer(), situation(Suite.HYBRID)))
          .isInstanceOf(Verdict.Accepted.class);
    }
  }

  private Situation situation(Suite suite) {
    return new Situation(
        ann.account,
        ann.signing.verificationKey(),
        suite,
        List.of(platform, retired),
        Optional.empty(),
        List.of(),
        Writing.LIMITS,
        0);
  }

  private Writing.Parts escrowed(EscrowNames names, AgeIdentity escrow) {
    return ann.document(b, new byte[3], List.of(escrow.recipient()), Optional.of(names));
  }

  private void accepted(Writing.Parts parts) {
    assertThat(UploadRule.decide(parts.offer(), situation()))
        .isEqualTo(new Verdict.Accepted(parts.manifest()));
  }

  private void refused(Writing.Parts parts, String field) {
    refused(parts, field, situation());
  }

  private static void refused(Writing.Parts parts, String field, Situation now) {
    var verdict = UploadRule.decide(parts.offer(), now);
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    assertField(verdict, field);
  }

  private void violates(Writing.Parts parts, String field) {
    assertThat(UploadRule.decide(parts.offer(), situation()))
        .isInstanceOfSatisfying(
            Verdict.Violation.class,
            violation -> {
              assertThat(violation.refusal().field()).contains(field);
              assertThat(violation.refusal().reason()).isEqualTo(Refusal.Reason.FORBIDDEN);
            });
  }

  private void unreadable(byte[] header, byte[] metadata, String field) {
    var signed = ann.document(c, "c", List.of()).signed();
    assertThat(Offer.read(c, header, metadata, signed, Writing.LIMITS))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().field()).contains(field));
  }

  private static void assertField(Verdict verdict, String field) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().field()).contains(field));
  }

  private Situation situation() {
    return situation(List.of());
  }

  private Situation situation(List<ArmedEpoch> armed) {
    return situation(Optional.empty(), armed, 0);
  }

  private Situation situation(Optional<Item> latest, List<ArmedEpoch> armed, long used) {
    return new Situation(
        ann.account,
        ann.signing.verificationKey(),
        Suite.CLASSIC,
        List.of(platform, retired),
        latest,
        armed,
        Writing.LIMITS,
        used);
  }

  private Situation situation(UploadLimits limits, long used) {
    return new Situation(
        ann.account,
        ann.signing.verificationKey(),
        Suite.CLASSIC,
        List.of(platform, retired),
        Optional.empty(),
        List.of(),
        limits,
        used);
  }
}
