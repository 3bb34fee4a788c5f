package io.vaultplatform.core.crypto;

import io.vaultplatform.core.base.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A signed JSON document: {@code {"v":1,"body":{…},"signatures":[{"alg","key","sig"}]}}.
 *
 * <p>The signature covers the length-prefixed format name of the body and the length-prefixed
 * canonical bytes of the body, so a signature for one format is never one for another. A body is
 * trusted only after {@link #verify} against a key and a format that the verifier knew beforehand.
 */
public final class Signed {
  private static final int MOST_SIGNATURES = 4;
  // An ML-DSA-44 signature has 3227 characters.
  private static final int MOST_TEXT = 4096;

  private final Map<String, Object> body;
  private final List<Signature> signatures;

  private record Signature(String algorithm, String key, String signature) {}

  private Signed(Map<String, Object> body, List<Signature> signatures) {
    this.body = body;
    this.signatures = List.copyOf(signatures);
  }

  /** What checking a signed document found. A pair of keys asks for both signatures. */
  public sealed interface Verification {

    /** Signed by the expected key; the body may be used. */
    record Valid(Map<String, Object> body) implements Verification {}

    /** Not to be used, and why. */
    record Broken(String why) implements Verification {}
  }

  /**
   * Signs {@code body}.
   *
   * @param body a canonical tree with a text {@code "format"}
   */
  public static Signed sign(Map<String, ?> body, SigningKey key) {
    var canonical = CanonicalJson.bytes(body);
    var format = formatOf(body);
    var made = key.sign(covered(format, canonical));
    var parts = key.verificationKey().parts();
    var signatures = new ArrayList<Signature>();
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      signatures.add(
          new Signature(part.algorithm().text(), part.text(), Base64Url.encode(made.get(i))));
    }
    return new Signed(CanonicalJson.parse(canonical), signatures);
  }

  /**
   * The same with the signatures of one more key.
   *
   * @throws IllegalArgumentException when that makes more than four
   */
  public Signed also(SigningKey key) {
    var all = new ArrayList<>(signatures);
    all.addAll(sign(body, key).signatures);
    if (all.size() > MOST_SIGNATURES) {
      throw new IllegalArgumentException("signatures: one to four are needed");
    }
    return new Signed(body, all);
  }

  /**
   * Reads the tree form, checking its shape and nothing else.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static Signed of(Map<String, ?> tree) {
    requireOnly(tree, Set.of("v", "body", "signatures"), "the signed document");
    if (!(tree.get("v") instanceof Number version) || !version.toString().equals("1")) {
      throw new IllegalArgumentException("v: this is version 1 of signed documents");
    }
    if (!(tree.get("body") instanceof Map<?, ?> rawBody)) {
      throw new IllegalArgumentException("body: an object is needed");
    }
    if (!(tree.get("signatures") instanceof List<?> items)
        || items.isEmpty()
        || items.size() > MOST_SIGNATURES) {
      throw new IllegalArgumentException("signatures: one to four are needed");
    }
    var signatures = new ArrayList<Signature>();
    for (var item : items) {
      if (!(item instanceof Map<?, ?> entry)) {
        throw new IllegalArgumentException("signatures: each is an object");
      }
      requireOnly(entry, Set.of("alg", "key", "sig"), "signatures");
      signatures.add(new Signature(text(entry, "alg"), text(entry, "key"), text(entry, "sig")));
    }
    var body = CanonicalJson.parse(CanonicalJson.bytes(asObject(rawBody)));
    formatOf(body);
    return new Signed(body, signatures);
  }

  /** Reads canonical bytes; see {@link #of}. */
  public static Signed parse(byte[] canonical) {
    return of(CanonicalJson.parse(canonical));
  }

  /** The tree form. */
  public Map<String, Object> toTree() {
    var list =
        signatures.stream()
            .map(s -> Map.of("alg", s.algorithm(), "key", s.key(), "sig", s.signature()))
            .toList();
    return Map.of("v", 1L, "body", body, "signatures", list);
  }

  /** The canonical bytes of the whole document, signatures included. */
  public byte[] bytes() {
    return CanonicalJson.bytes(toTree());
  }

  /**
   * SHA-256 over the canonical bytes of the body, without signatures: how documents are referred
   * to.
   */
  public String bodyHash() {
    return Digest.sha256Hex(CanonicalJson.bytes(body));
  }

  /**
   * The body without any promise that it is true. For finding out which key to expect, never for
   * more.
   */
  public Map<String, Object> unverifiedBody() {
    return body;
  }

  /**
   * Checks the document against a key and a format known beforehand.
   *
   * @param format such as {@code vault/manifest/v1}
   */
  public Verification verify(VerificationKey expected, String format) {
    if (!formatOf(body).equals(format)) {
      return new Verification.Broken("the document is not a " + format);
    }
    var covered = covered(format, CanonicalJson.bytes(body));
    for (var part : expected.parts()) {
      var broken = check(part, covered);
      if (broken.isPresent()) {
        return broken.get();
      }
    }
    return new Verification.Valid(body);
  }

  private Optional<Verification> check(SignatureAlgorithm.PublicKey part, byte[] covered) {
    var found =
        signatures.stream()
            .filter(s -> s.algorithm().equals(part.algorithm().text()))
            .filter(s -> s.key().equals(part.text()))
            .findFirst();
    if (found.isEmpty()) {
      return Optional.of(new Verification.Broken("the document is not signed by the expected key"));
    }
    byte[] signature;
    try {
      signature = Base64Url.decode(found.get().signature());
    } catch (IllegalArgumentException e) {
      return Optional.of(new Verification.Broken("the signature is not base64url"));
    }
    return part.verifies(covered, signature)
        ? Optional.empty()
        : Optional.of(
            new Verification.Broken("the signature does not fit the document: one was changed"));
  }

  /**
   * The key that the signatures name, without any promise that they are true. For finding the key
   * behind a fingerprint that is known beforehand, never for more.
   */
  public Optional<VerificationKey> unverifiedSigner() {
    try {
      return Optional.of(VerificationKey.of(signatures.stream().map(Signature::key).toList()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  // u32 length ‖ format ‖ u32 length ‖ canonical body; big-endian. Lengths keep two pairs from
  // reading alike.
  private static byte[] covered(String format, byte[] canonical) {
    var domain = format.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + domain.length + canonical.length)
        .putInt(domain.length)
        .put(domain)
        .putInt(canonical.length)
        .put(canonical)
        .array();
  }

  private static String formatOf(Map<?, ?> body) {
    if (body.get("format") instanceof String format && !format.isBlank()) {
      return format;
    }
    throw new IllegalArgumentException("format: a signed body names its format");
  }

  private static String text(Map<?, ?> entry, String name) {
    if (entry.get(name) instanceof String text && text.length() <= MOST_TEXT) {
      return text;
    }
    throw new IllegalArgumentException("signatures." + name + ": a text is needed");
  }

  private static void requireOnly(Map<?, ?> object, Set<String> names, String where) {
    for (var name : object.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(where + ": has a field it does not know");
      }
    }
  }

  @SuppressWarnings("unchecked") // CanonicalJson checks that every name is a text
  private static Map<String, ?> asObject(Map<?, ?> raw) {
    return (Map<String, ?>) raw;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signed that
        && body.equals(that.body)
        && signatures.equals(that.signatures);
  }

  @Override
  public int hashCode() {
    return body.hashCode();
  }

  @Override
  public String toString() {
    return "Signed[" + body.get("format") + ", " + signatures.size() + " signatures]";
  }
}
