package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.crypto.Signed.Verification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Signed documents: bound to key, format and every byte of the body. */
class SignedTest {
  private static final String FORMAT = "vault/test/v1";
  private static final Map<String, Object> BODY = Map.of("format", FORMAT, "n", 1L);
  private static final SigningKey KEY = SigningKey.generate(Suite.HYBRID);

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
    assertThat(signed("yes", 1).verify(SigningKey.generate(Suite.HYBRID).verificationKey(), FORMAT))
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
      assertThat(text).contains(Base64Url.encode(key.sign(message.toByteArray()).getFirst()));
      assertThat(text)
          .contains(
              "onc4hRkv1owsnVbTYCxtfuKivzzi954tpdMUsXbDixG6WUY8xgyGoQGFBOI82xiru_rdyICFnoW4BQfOJCnDBw");
    }
  }

  @Test
  void a_pair_of_keys_signs_twice_and_both_must_fit() {
    var key = SigningKey.generate(Suite.HYBRID);
    var signed = Signed.sign(BODY, key);
    assertThat(signed.verify(key.verificationKey(), FORMAT)).isInstanceOf(Verification.Valid.class);
    assertThat(signed.unverifiedSigner()).contains(key.verificationKey());
    for (int i = 0; i < 2; i++) {
      var without = signatures(signed);
      without.remove(i);
      assertThat(verify(signed, without, key)).isInstanceOf(Verification.Broken.class);
      var foreign = signatures(signed);
      foreign.set(i, signatures(Signed.sign(BODY, SigningKey.generate(Suite.HYBRID))).get(i));
      assertThat(verify(signed, foreign, key)).isInstanceOf(Verification.Broken.class);
      var changed = signatures(signed);
      var last = new TreeMap<String, Object>(changed.get(i));
      var bytes = Base64Url.decode(String.valueOf(last.get("sig")));
      bytes[7] ^= 1;
      last.put("sig", Base64Url.encode(bytes));
      changed.set(i, last);
      assertThat(verify(signed, changed, key)).isInstanceOf(Verification.Broken.class);
    }
  }

  @Test
  void half_of_a_pair_is_another_key() {
    var pair = SigningKey.generate(Suite.HYBRID);
    try (var seed = pair.seed()) {
      var half = seed.expose(b -> SecretBytes.of(Arrays.copyOf(b, 32)));
      var alone = SigningKey.ofSeed(half);
      assertThat(pair.verificationKey().text()).startsWith(alone.verificationKey().text() + "+");
      assertThat(pair.verificationKey()).isNotEqualTo(alone.verificationKey());
      assertThat(alone.verificationKey().suite()).isEqualTo(Suite.CLASSIC);
      assertThat(pair.verificationKey().suite()).isEqualTo(Suite.HYBRID);
      assertThat(Signed.sign(BODY, alone).verify(pair.verificationKey(), "vault/test/v1"))
          .isInstanceOf(Verification.Broken.class);
    }
  }

  @Test
  void the_second_key_of_a_pair_is_that_of_its_seed() {
    // Seed of 32 bytes 01; the beginning of the key as another implementation computes it.
    var seed = new byte[64];
    Arrays.fill(seed, (byte) 1);
    var text = SigningKey.ofSeed(SecretBytes.of(seed)).verificationKey().text();
    var key = Base64Url.decode(text.substring(text.indexOf("ml-dsa-44:") + 10));
    assertThat(HexFormat.of().formatHex(key))
        .hasSize(2 * 1312)
        .startsWith("5ece0a3d6c14bad171412c9b72087d8dc191258d6c106bba7f2850c720187c7f");
  }

  @Test
  void texts_that_are_nearly_keys_are_none() {
    var pair = SigningKey.generate(Suite.HYBRID).verificationKey().text();
    var halves = pair.split("\\+", -1);
    for (var wrong :
        List.of(
            halves[1],
            pair + "+",
            "+" + pair,
            halves[1] + "+" + halves[0],
            pair + "+" + halves[0],
            halves[0] + "+" + halves[0],
            pair + " ",
            halves[0] + "+ml-dsa-44:AAAA")) {
      assertThatThrownBy(() -> new VerificationKey(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void another_version_is_refused_and_so_is_a_part_of_one() {
    var tree =
        new TreeMap<String, Object>(Signed.sign(BODY, SigningKey.generate(Suite.CLASSIC)).toTree());
    for (Object version : List.of(2L, 0L, 1.5, "1")) {
      tree.put("v", version);
      assertThatThrownBy(() -> Signed.of(tree)).hasMessageStartingWith("v: ");
    }
  }

  @Test
  void a_document_bears_four_signatures_at_most() {
    var one = SigningKey.generate(Suite.CLASSIC);
    var two = SigningKey.generate(Suite.HYBRID);
    var three = Signed.sign(BODY, one).also(two);
    var four = three.also(SigningKey.generate(Suite.CLASSIC));
    assertThat(four.verify(two.verificationKey(), FORMAT)).isInstanceOf(Verification.Valid.class);
    assertThat(Signed.parse(four.bytes())).isEqualTo(four).hasSameHashCodeAs(four);
    assertThatThrownBy(() -> four.also(one)).hasMessageContaining("one to four");
    var five = new TreeMap<String, Object>(four.toTree());
    var signatures = signatures(four);
    signatures.add(signatures.getFirst());
    five.put("signatures", signatures);
    assertThatThrownBy(() -> Signed.of(five)).hasMessageContaining("one to four");
  }

  @Test
  void a_signature_under_another_name_of_an_algorithm_or_that_is_no_base64url_is_none() {
    var signed = Signed.sign(BODY, KEY);
    for (var wrong : List.of(Map.of("alg", "RSA"), Map.of("sig", "=="), Map.of("sig", "AAAA"))) {
      var signatures = signatures(signed);
      var changed = new TreeMap<String, Object>(signatures.getFirst());
      changed.putAll(wrong);
      signatures.set(0, changed);
      assertThat(verify(signed, signatures, KEY)).isInstanceOf(Verification.Broken.class);
    }
  }

  @Test
  void each_signature_names_its_algorithm_as_the_format_page_spells_it() {
    assertThat(signatures(Signed.sign(BODY, KEY)).stream().map(s -> s.get("alg")))
        .containsExactly("Ed25519", "ML-DSA-44");
  }

  @Test
  void a_signature_has_three_short_texts_and_nothing_else() {
    var signed = Signed.sign(BODY, KEY);
    var more = signatures(signed);
    more.set(0, new TreeMap<String, Object>(more.getFirst()));
    more.getFirst().put("note", "hello");
    assertThatThrownBy(() -> verify(signed, more, KEY)).hasMessageContaining("does not know");
    for (int length : List.of(4096, 4097)) {
      var longer = signatures(signed);
      longer.set(0, new TreeMap<String, Object>(longer.getFirst()));
      longer.getFirst().put("sig", "A".repeat(length));
      if (length == 4096) {
        assertThat(verify(signed, longer, KEY)).isInstanceOf(Verification.Broken.class);
      } else {
        assertThatThrownBy(() -> verify(signed, longer, KEY)).hasMessageContaining("sig");
      }
    }
  }

  @Test
  void documents_are_referred_to_by_the_hash_of_their_canonical_body() {
    var signed = Signed.sign(BODY, KEY);
    assertThat(signed.bodyHash())
        .isEqualTo(
            Digest.sha256Hex(
                "{\"format\":\"vault/test/v1\",\"n\":1}".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(Signed.sign(BODY, SigningKey.generate(Suite.CLASSIC)).bodyHash());
  }

  @Test
  void documents_are_the_same_with_the_same_body_and_signatures() {
    var signed = Signed.sign(BODY, KEY);
    assertThat(signed)
        .isEqualTo(Signed.sign(BODY, KEY))
        .isNotEqualTo(Signed.sign(BODY, SigningKey.generate(Suite.HYBRID)))
        .isNotEqualTo(Signed.sign(Map.of("format", FORMAT, "n", 2L), KEY))
        .isNotEqualTo(BODY);
    assertThat(signed.toString()).contains(FORMAT, "2 signatures");
  }

  @Test
  void a_closed_key_signs_nothing() {
    var key = SigningKey.generate(Suite.HYBRID);
    key.close();
    assertThatThrownBy(() -> Signed.sign(BODY, key)).isInstanceOf(IllegalStateException.class);
    assertThat(key.toString()).contains(key.verificationKey().fingerprint());
  }

  @SuppressWarnings("unchecked") // as toTree makes it
  private static List<Map<String, Object>> signatures(Signed signed) {
    return new ArrayList<>((List<Map<String, Object>>) signed.toTree().get("signatures"));
  }

  private static Signed.Verification verify(
      Signed signed, List<Map<String, Object>> signatures, SigningKey key) {
    var tree = new TreeMap<String, Object>(signed.toTree());
    tree.put("signatures", signatures);
    return Signed.of(tree).verify(key.verificationKey(), "vault/test/v1");
  }

  @Test
  void a_key_of_low_order_is_no_key() {
    var zeroPoint = "ed25519:" + Base64Url.encode(new byte[32]);
    assertThatThrownBy(() -> new VerificationKey(zeroPoint))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
