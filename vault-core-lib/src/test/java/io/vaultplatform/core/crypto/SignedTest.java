package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.crypto.Signed.Verification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Signed documents: bound to key, format and every byte of the body. */
class SignedTest {
  private static final String FORMAT = "vault/test/v1";
  private static final SigningKey KEY = SigningKey.generate();

  private static Signed signed(String text, long number) {
    return Signed.sign(Map.of("format", FORMAT, "text", text, "number", number), KEY);
  }

  @Property(tries = 300)
  void what_was_signed_verifies_and_survives_its_bytes(@ForAll int number, @ForAll byte[] noise) {
    var text = HexFormat.of().formatHex(noise);
    var read = Signed.parse(signed(text, number).bytes());
    assertThat(read.verify(KEY.verificationKey(), FORMAT))
        .isEqualTo(
            new Verification.Valid(
                Map.of("format", FORMAT, "text", text, "number", (long) number)));
  }

  @Test
  void a_changed_body_a_foreign_key_and_another_format_are_told_apart() {
    var tree = new HashMap<>(signed("yes", 1).toTree());
    tree.put("body", Map.of("format", FORMAT, "text", "no", "number", 1L));
    assertThat(Signed.of(tree).verify(KEY.verificationKey(), FORMAT))
        .isEqualTo(
            new Verification.Broken("the signature does not fit the document: one was changed"));
    assertThat(signed("yes", 1).verify(SigningKey.generate().verificationKey(), FORMAT))
        .isEqualTo(new Verification.Broken("the document is not signed by the expected key"));
    assertThat(signed("yes", 1).verify(KEY.verificationKey(), "vault/other/v1"))
        .isEqualTo(new Verification.Broken("the document is not a vault/other/v1"));
  }

  @Test
  void a_signature_for_one_format_is_none_for_another() {
    var tree = new HashMap<>(signed("yes", 1).toTree());
    tree.put("body", Map.of("format", "vault/other/v1", "text", "yes", "number", 1L));
    assertThat(Signed.of(tree).verify(KEY.verificationKey(), "vault/other/v1"))
        .isInstanceOf(Verification.Broken.class);
  }

  @Test
  void unknown_fields_and_wrong_shapes_are_refused_by_name() {
    var extra = new HashMap<>(signed("yes", 1).toTree());
    extra.put("note", "hello");
    assertThatThrownBy(() -> Signed.of(extra)).hasMessageContaining("does not know");
    var unsigned = new HashMap<>(signed("yes", 1).toTree());
    unsigned.put("signatures", List.of());
    assertThatThrownBy(() -> Signed.of(unsigned)).hasMessageContaining("signatures");
    assertThatThrownBy(() -> Signed.sign(Map.of("text", "no format"), KEY))
        .hasMessageContaining("format");
  }

  @Test
  void the_signature_covers_the_bytes_that_the_format_page_names() {
    // Seed: RFC 8032 section 7.1, test 1. The signature is the vector of docs/formats/signed-v1.md.
    var seed =
        HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    try (var key = SigningKey.ofSeed(SecretBytes.taking(seed))) {
      assertThat(key.verificationKey().text())
          .isEqualTo("ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
      var body = Map.of("format", "vault/test/v1", "n", 1L);
      var message = new ByteArrayOutputStream();
      message.writeBytes(new byte[] {0, 0, 0, 13});
      message.writeBytes("vault/test/v1".getBytes(StandardCharsets.US_ASCII));
      var canonical = CanonicalJson.bytes(body);
      assertThat(new String(canonical, StandardCharsets.US_ASCII))
          .isEqualTo("{\"format\":\"vault/test/v1\",\"n\":1}");
      message.writeBytes(new byte[] {0, 0, 0, (byte) canonical.length});
      message.writeBytes(canonical);
      var text = new String(Signed.sign(body, key).bytes(), StandardCharsets.US_ASCII);
      assertThat(text).contains(Base64Url.encode(key.sign(message.toByteArray())));
      assertThat(text)
          .contains(
              "onc4hRkv1owsnVbTYCxtfuKivzzi954tpdMUsXbDixG6WUY8xgyGoQGFBOI82xiru_rdyICFnoW4BQfOJCnDBw");
    }
  }

  @Test
  void a_key_of_low_order_is_no_key() {
    var zeroPoint = "ed25519:" + Base64Url.encode(new byte[32]);
    assertThatThrownBy(() -> new VerificationKey(zeroPoint))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
