package io.vaultplatform.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ManifestCheck.Expected;
import io.vaultplatform.core.content.ManifestCheck.Fault;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** INV-11: swapping, rolling back, cutting and the rest are detected, and called by their name. */
class ManifestTest {
  private final Writing ann = new Writing();
  private final VaultId vault = new VaultId(UUID.randomUUID());
  private final Item item = Writing.item(EncryptionClass.C, vault);
  private final Writing.Parts letter = ann.document(item, "what I saw", List.of());

  @Test
  void what_was_signed_is_read_back_and_is_intact() {
    assertThat(ManifestCheck.signed(letter.signed(), expected(item)))
        .isEqualTo(new ManifestCheck.Intact(letter.manifest()));
    assertThat(Manifest.of(CanonicalJson.parse(CanonicalJson.bytes(letter.manifest().body()))))
        .isEqualTo(letter.manifest());
    assertThat(small(letter)).isInstanceOf(ManifestCheck.Intact.class);
    assertThat(
            ManifestCheck.payload(
                letter.manifest(), letter.payload().length, Digest.sha256Hex(letter.payload())))
        .isInstanceOf(ManifestCheck.Intact.class);
  }

  @Test
  void inv_11_swapping_two_documents_is_detected() {
    var other = ann.document(Writing.item(EncryptionClass.C, vault), "another", List.of());
    faults(
        ManifestCheck.signed(other.signed(), expected(item)), Fault.SWAPPED, "manifest.document");
    assertThat(
            ManifestCheck.payload(
                letter.manifest(), letter.payload().length, Digest.sha256Hex(other.payload())))
        .isInstanceOfSatisfying(
            ManifestCheck.Broken.class, b -> assertThat(b.fault()).isEqualTo(Fault.CHANGED));
  }

  @Test
  void inv_11_a_manifest_of_another_vault_is_detected() {
    var elsewhere = Item.of(EncryptionClass.C, new VaultId(UUID.randomUUID()), item.document(), 1);
    var other = ann.document(elsewhere, "what I saw", List.of());
    faults(ManifestCheck.signed(other.signed(), expected(item)), Fault.SWAPPED, "manifest.vault");
  }

  @Test
  void inv_11_rolling_back_to_an_older_version_is_detected() {
    var seen = Item.of(EncryptionClass.C, vault, item.document(), 2);
    faults(
        ManifestCheck.signed(
            letter.signed(), Expected.atLeast(ann.account, ann.signing.verificationKey(), seen)),
        Fault.ROLLED_BACK,
        "manifest.version");
  }

  @Test
  void a_version_ahead_of_the_one_asked_for_is_detected() {
    var second = Item.of(EncryptionClass.C, vault, item.document(), 2);
    var newer = ann.document(second, "later", List.of());
    faults(ManifestCheck.signed(newer.signed(), expected(item)), Fault.SKIPPED, "manifest.version");
  }

  @Test
  void inv_11_cutting_and_extending_are_detected() {
    var size = letter.payload().length;
    var hash = Digest.sha256Hex(letter.payload());
    faults(ManifestCheck.payload(letter.manifest(), size - 1, hash), Fault.CUT, "payload");
    faults(ManifestCheck.payload(letter.manifest(), size + 1, hash), Fault.EXTENDED, "payload");
  }

  @Test
  void inv_11_a_foreign_owner_is_detected() {
    var ben = new Writing();
    var forged = ben.document(item, "what I saw", List.of());
    faults(
        ManifestCheck.signed(forged.signed(), expected(item)),
        Fault.FOREIGN_SIGNATURE,
        "manifest.signatures");
    // Even a manifest that the right key signed names whose it is.
    var named = new LinkedHashMap<String, Object>(letter.manifest().body());
    named.put("owner", ben.account.toString());
    faults(
        ManifestCheck.signed(Signed.sign(named, ann.signing), expected(item)),
        Fault.FOREIGN_OWNER,
        "manifest.owner");
  }

  @Test
  void inv_11_a_wrong_class_is_detected() {
    var asB = Item.of(EncryptionClass.B, vault, item.document(), 1);
    faults(
        ManifestCheck.signed(letter.signed(), expected(asB)), Fault.WRONG_CLASS, "manifest.class");
  }

  @Test
  void inv_11_exchanged_headers_and_metadata_are_detected() {
    var other = ann.document(Writing.item(EncryptionClass.C, vault), "another", List.of());
    var head = Writing.header(letter.metadata());
    var mixed =
        ManifestCheck.small(
            letter.manifest(),
            other.header(),
            head.bytes(),
            java.util.Arrays.copyOfRange(
                letter.metadata(), head.length(), letter.metadata().length));
    faults(mixed, Fault.HEADER_CHANGED, "header");
    var otherHead = Writing.header(other.metadata());
    faults(
        ManifestCheck.small(
            letter.manifest(),
            letter.header(),
            otherHead.bytes(),
            java.util.Arrays.copyOfRange(
                other.metadata(), otherHead.length(), other.metadata().length)),
        Fault.METADATA_CHANGED,
        "metadata");
  }

  @Test
  void one_changed_member_breaks_the_signature() {
    var tree = new LinkedHashMap<String, Object>(letter.signed().toTree());
    var body = new LinkedHashMap<String, Object>(letter.manifest().body());
    body.put("version", 2);
    tree.put("body", body);
    var second = Item.of(EncryptionClass.C, vault, item.document(), 2);
    faults(
        ManifestCheck.signed(Signed.of(tree), expected(second)),
        Fault.FOREIGN_SIGNATURE,
        "manifest.signatures");
  }

  @Test
  void a_contradictory_manifest_names_the_member() {
    refuses(Map.of("payloadSize", letter.manifest().payloadSize() + 1), "manifest.payloadSize");
    refuses(Map.of("plainSize", -1), "manifest.plainSize");
    refuses(Map.of("version", 0), "manifest.version");
    refuses(Map.of("class", "D"), "manifest.class");
    refuses(Map.of("class", "A"), "manifest.headerSha256");
    refuses(
        Map.of("epoch", 1, "trigger", UUID.randomUUID().toString(), "escrow", hashes(1)),
        "manifest.epoch");
    refuses(Map.of("escrow", hashes(1)), "manifest.escrow");
    refuses(Map.of("trigger", UUID.randomUUID().toString()), "manifest.trigger");
    refuses(Map.of("note", "x"), "manifest.note");
    refuses(Map.of("payloadSha256", "AB".repeat(32)), "manifest.payloadSha256");
    refuses(Map.of("format", "vault/manifest/v2"), "manifest.format");
  }

  @Test
  void an_escrowed_manifest_names_its_epoch_and_identities() {
    var b = Writing.item(EncryptionClass.B, vault);
    var names = new Manifest.EscrowNames(UUID.randomUUID(), 3, hashes(2));
    var parts = ann.document(b, new byte[10], List.of(), Optional.of(names));
    assertThat(Manifest.of(parts.manifest().body()).escrow()).contains(names);
    assertThat(parts.manifest().epoch()).isEqualTo(3);
  }

  private static List<String> hashes(int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> Digest.sha256Hex(new byte[] {(byte) i}))
        .toList();
  }

  private void refuses(Map<String, Object> changes, String field) {
    var body = new LinkedHashMap<String, Object>(letter.manifest().body());
    body.putAll(changes);
    assertThatThrownBy(() -> Manifest.of(body))
        .isInstanceOfSatisfying(FieldException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private static ManifestCheck small(Writing.Parts parts) {
    var head = Writing.header(parts.metadata());
    return ManifestCheck.small(
        parts.manifest(),
        parts.header(),
        head.bytes(),
        java.util.Arrays.copyOfRange(parts.metadata(), head.length(), parts.metadata().length));
  }

  private Expected expected(Item at) {
    return Expected.exactly(ann.account, ann.signing.verificationKey(), at);
  }

  private static void faults(ManifestCheck check, Fault fault, String field) {
    assertThat(check)
        .isInstanceOfSatisfying(
            ManifestCheck.Broken.class,
            broken -> {
              assertThat(broken.fault()).isEqualTo(fault);
              assertThat(broken.field()).isEqualTo(field);
              assertThat(broken.why()).isNotBlank();
            });
  }
}
