package io.vaultplatform.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Signed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The frozen bytes of the log's formats. The expected values were not made by this code: hashes by
 * Python's hashlib over hand-built bytes, signatures by OpenSSL.
 */
class AuditEntryVectorsTest {
  private static final Chain CHAIN =
      Chain.of(new VaultId(UUID.fromString("0190f3c2-7c00-7000-8000-000000000001")));
  private static final String TRIGGER = "0190f3c2-7c00-7000-8000-000000000003";
  private static final Entry ENTRY =
      Entry.following(
          Head.genesis(CHAIN),
          Draft.of(
              CHAIN,
              EventType.CHECK_IN,
              new Resource("trigger", TRIGGER),
              Actor.user(new AccountId(UUID.fromString("0190f3c2-7c00-7000-8000-000000000002"))),
              Map.of("trigger", TRIGGER, "epoch", 1)),
          UUID.fromString("0190f3c2-7c00-7000-8000-000000000004"),
          Instant.parse("2026-11-22T04:00:00.123456Z"),
          Optional.empty());
  private static final String HASH =
      "09981f84497e7d43975eedc87168f1340c604a9d46542f0062631a9ab144c25b";

  @Test
  void an_empty_chain_ends_at_a_hash_of_its_name() {
    assertThat(Head.genesis(CHAIN).hash())
        .isEqualTo("d5b47cf0901fc30dd9ef1985ab1e0d6e4c1ab0ecb0ebe7c23f33a4b88d1cd870");
    assertThat(Head.genesis(Chain.ofPlatform()).hash())
        .isEqualTo("bd486e77b5790680391e53da326671ae0554298b802344a24dbf97fd4a3767b5");
  }

  @Test
  void an_entry_has_these_bytes_and_this_hash() {
    assertThat(ENTRY.canonical())
        .isEqualTo(
            "{\"actor\":{\"id\":\"0190f3c2-7c00-7000-8000-000000000002\",\"kind\":\"user\"},"
                + "\"chain\":{\"id\":\"0190f3c2-7c00-7000-8000-000000000001\",\"kind\":\"vault\"},"
                + "\"facts\":{\"epoch\":1,\"trigger\":\"0190f3c2-7c00-7000-8000-000000000003\"},"
                + "\"format\":\"vault/audit-entry/v1\",\"id\":\"0190f3c2-7c00-7000-8000-000000000004\","
                + "\"previous\":\"d5b47cf0901fc30dd9ef1985ab1e0d6e4c1ab0ecb0ebe7c23f33a4b88d1cd870\","
                + "\"resource\":{\"id\":\"0190f3c2-7c00-7000-8000-000000000003\",\"type\":\"trigger\"},"
                + "\"sequence\":1,\"time\":\"2026-11-22T04:00:00.123456Z\",\"type\":\"check_in\"}");
    assertThat(ENTRY.hash()).isEqualTo(HASH);
    assertThat(Entry.of(CanonicalJson.parse(ENTRY.canonical().getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(ENTRY);
  }

  @Test
  void an_entry_of_a_letter_to_a_trustee_says_to_whom_and_has_this_hash() {
    var facts =
        Map.<String, Object>of(
            "letter", "0190f3c2-7c00-7000-8000-000000000005",
            "occasion", "trustee_case",
            "channel", "mail",
            "answer", "250 taken",
            "trigger", TRIGGER,
            "epoch", 1,
            "person", "0190f3c2-7c00-7000-8000-000000000006");
    var entry =
        Entry.following(
            Head.genesis(CHAIN),
            Draft.of(
                CHAIN,
                EventType.LETTER_ACCEPTED,
                new Resource("trigger", TRIGGER),
                Actor.system("outbox"),
                facts),
            UUID.fromString("0190f3c2-7c00-7000-8000-000000000004"),
            Instant.parse("2026-11-22T04:00:00.123456Z"),
            Optional.empty());
    assertThat(entry.hash())
        .isEqualTo("d2ad186ac73daded27e40b926a25489b4bd2485f82631e800d53953769ff2f71");
  }

  @Test
  void a_receipt_and_a_checkpoint_have_these_signatures() {
    try (var key = SampleLog.key(1)) {
      assertThat(key.verificationKey().text())
          .isEqualTo("ed25519:zswVB9wd3XKVlRwpCIjwla25BE0bc9aW5t8GXWg71Pw");
      var receipt = Receipt.of(ENTRY, Signed.sign(Receipt.body(ENTRY), key));
      assertThat(signature(receipt.signed()))
          .isEqualTo(
              "-w16fk8eQg8BguCYVDNnkVqmJ73Klcx8hLfca5zCPEah8MGdBpplebi-Pn2XLhq_Bvs829aElQR2If_XCqK8Ag");
      assertThat(Receipt.of(CanonicalJson.parse(CanonicalJson.bytes(receipt.toTree()))))
          .isEqualTo(receipt);
      var checkpoint = Checkpoint.sign(ENTRY.head(), Instant.parse("2026-11-22T04:00:01Z"), key);
      assertThat(signature(checkpoint.signed()))
          .isEqualTo(
              "HjLdRgsW6IYr4KJbxXDvk9fMn4P2hgsE077F1rzb6H9CLnSXbHtanlUKOpSSV-O8g1-ePBRsjSOw7LSPO9aEDA");
    }
  }

  @Test
  void a_personal_payload_is_committed_to_by_this_hash() {
    var salt = new byte[32];
    IntStream.range(0, 32).forEach(i -> salt[i] = (byte) i);
    assertThat(ChainHash.of(ChainHash.PERSONAL, salt, CanonicalJson.bytes(Map.of("alias", "Mara"))))
        .isEqualTo("f14a5f5eb35620adc5891b107bbbefc7ccbe83a61d0d0fdd0f597c9fce576511");
    assertThat(Base64Url.encode(salt)).hasSize(43);
  }

  @Test
  void every_type_reads_back_from_its_text() {
    for (var type : EventType.values()) {
      assertThat(EventType.of(type.text())).isEqualTo(type);
    }
  }

  @Test
  void an_entry_with_a_missing_surplus_or_malformed_member_is_refused_by_name() {
    refused(tree -> tree.remove("actor"), "entry.actor");
    refused(tree -> tree.put("surplus", "x"), "entry.surplus");
    refused(tree -> tree.put("sequence", 0L), "entry.sequence");
    refused(tree -> tree.put("time", "2026-11-22T05:00:00+01:00"), "entry.time");
    refused(tree -> tree.put("previous", "00"), "entry.previous");
    refused(tree -> tree.put("format", "vault/audit-entry/v2"), "entry.format");
    refused(tree -> tree.put("chain", Map.of("kind", "vault", "id", "x")), "entry.chain.id");
  }

  private static void refused(
      java.util.function.Consumer<Map<String, Object>> change, String field) {
    var tree = new HashMap<>(ENTRY.toTree());
    change.accept(tree);
    assertThatThrownBy(() -> Entry.of(tree))
        .isInstanceOfSatisfying(FieldException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private static String signature(Signed signed) {
    return String.valueOf(((Map<?, ?>) Trust.signature(signed.toTree())).get("sig"));
  }
}
