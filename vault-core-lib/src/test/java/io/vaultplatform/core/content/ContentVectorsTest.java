package io.vaultplatform.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentMetadata.Padding;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Fixed examples of the formats: released bytes never change. */
class ContentVectorsTest {
  private static final String HASH = "ab".repeat(32);

  private static final Manifest MANIFEST =
      new Manifest(
          new AccountId(id(1)),
          new VaultId(id(2)),
          new DocumentId(id(3)),
          1,
          EncryptionClass.B,
          Optional.of(new Manifest.EscrowNames(id(4), 2, List.of("cd".repeat(32)))),
          HASH,
          1056,
          1024,
          HASH,
          Optional.of(new Manifest.HeaderHashes(HASH, HASH)));

  @Test
  void a_manifest_has_these_bytes() {
    assertThat(CanonicalJson.text(MANIFEST.body()))
        .isEqualTo(
            "{\"class\":\"B\",\"document\":\"0195b6a0-0000-7000-8000-000000000003\",\"epoch\":2,"
                + "\"escrow\":[\""
                + "cd".repeat(32)
                + "\"],\"format\":\"vault/manifest/v1\",\"headerSha256\":\""
                + HASH
                + "\",\"metadataHeaderSha256\":\""
                + HASH
                + "\",\"metadataPayloadSha256\":\""
                + HASH
                + "\",\"owner\":\"0195b6a0-0000-7000-8000-000000000001\",\"payloadSha256\":\""
                + HASH
                + "\",\"payloadSize\":1056,\"plainSize\":1024,"
                + "\"trigger\":\"0195b6a0-0000-7000-8000-000000000004\","
                + "\"vault\":\"0195b6a0-0000-7000-8000-000000000002\",\"version\":1}");
  }

  @Test
  void a_signed_manifest_has_this_hash_and_signature() {
    var ones = new byte[32];
    Arrays.fill(ones, (byte) 1);
    try (var seed = SecretBytes.of(ones);
        var key = SigningKey.ofSeed(seed)) {
      var signed = MANIFEST.sign(key);
      assertThat(signed.bodyHash())
          .isEqualTo("576ac633f32c3946fb0b9640c7c944dd79534fecb09da2e4068326bb307e48e3");
      assertThat(signed.toTree().get("signatures"))
          .isEqualTo(
              List.of(
                  Map.of(
                      "alg", "Ed25519",
                      "key", "ed25519:iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w",
                      "sig",
                          "ALHxSK1V8-WsdRchLwJCGxRG6DZ8GwVmt2H0OixYii4HT12J7GLkR-f5m-0O6PnbQJvT_CD28Yig-cOltJGzAA")));
    }
  }

  @Test
  void a_class_order_has_these_bytes_this_hash_and_this_signature() {
    var order =
        new ClassOrder(
            new AccountId(id(1)),
            new VaultId(id(2)),
            new DocumentId(id(3)),
            EncryptionClass.C,
            EncryptionClass.B,
            new DocumentId(id(5)),
            Optional.of("make it class B"));
    assertThat(CanonicalJson.text(order.body()))
        .isEqualTo(
            "{\"document\":\"0195b6a0-0000-7000-8000-000000000003\",\"format\":\"vault/class-order/v1\","
                + "\"from\":\"C\",\"owner\":\"0195b6a0-0000-7000-8000-000000000001\","
                + "\"successor\":\"0195b6a0-0000-7000-8000-000000000005\",\"to\":\"B\",\"vault\":\"0195b6a0-0000-7000-8000-000000000002\",\"words\":\"make"
                + " it class B\"}");
    var ones = new byte[32];
    Arrays.fill(ones, (byte) 1);
    try (var seed = SecretBytes.of(ones);
        var key = SigningKey.ofSeed(seed)) {
      var signed = order.sign(key);
      assertThat(signed.bodyHash())
          .isEqualTo("e559aa57c6661de55b2a405d7deb7057dcd68058dad9e54fb7ec95b1ec5cdab2");
      assertThat(signed.toTree().toString())
          .contains(
              "sig=f456kgDDqvF7lfIJFkheRXYj-Cil55lb8T8T_2QgiP8Cpxzy-Eqh8m3pNnVrmEBPPRiw-hr41uIvsRsClAkkAQ");
    }
  }

  @Test
  void metadata_have_these_bytes() {
    var metadata =
        new DocumentMetadata(
            "The contract", "contract.pdf", "application/pdf", 1000, HASH, Padding.PADME);
    assertThat(new String(metadata.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"fileName\":\"contract.pdf\",\"format\":\"vault/document-metadata/v1\","
                + "\"mediaType\":\"application/pdf\",\"padding\":\"padme\",\"sha256\":\""
                + HASH
                + "\",\"size\":1000,\"title\":\"The contract\"}");
  }

  private static UUID id(int number) {
    return UUID.fromString("0195b6a0-0000-7000-8000-00000000000" + number);
  }
}
