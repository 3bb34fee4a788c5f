package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Signed;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entry as one line of an export, read for checking: what it says, what it says its hash is, and
 * the signature.
 *
 * <p>Types and facts are not looked at: the catalogue grows, and a verifier of today must be able
 * to check a log of tomorrow.
 */
record ExportedEntry(
    Map<String, Object> control,
    Chain chain,
    long sequence,
    String previous,
    Instant time,
    String stated,
    Signed signed,
    String hash,
    Optional<Commitment> commitment,
    Optional<String> payload,
    boolean erased) {

  /**
   * @throws IllegalArgumentException naming the field that is wrong
   */
  static ExportedEntry of(Map<String, Object> line) {
    var fields = Fields.of(line, "");
    var control = fields.tree("entry");
    var entry = Fields.of(control, "entry");
    entry.format(Entry.FORMAT);
    var chain = Chain.of(entry.object("chain"));
    long sequence = entry.number("sequence", 1, CanonicalJson.MAX_INTEGER);
    var time = entry.instant("time");
    var hash = ChainHash.of(Entry.FORMAT, control);
    var read =
        new ExportedEntry(
            control,
            chain,
            sequence,
            entry.hash("previous"),
            time,
            fields.hash("hash"),
            signed(Receipt.body(chain, sequence, hash, time), fields.tree("signature")),
            hash,
            entry.has("payload")
                ? Optional.of(Commitment.of(entry.object("payload")))
                : Optional.empty(),
            fields.optionalText("payload"),
            fields.has("erased") && fields.flag("erased"));
    fields.end();
    return read;
  }

  private static Signed signed(Map<String, Object> body, Map<String, Object> signature) {
    return Signed.of(Map.of("v", 1L, "body", body, "signatures", List.of(signature)));
  }

  /** The same entry with another number and another predecessor, under the same signature. */
  ExportedEntry moved(long number, String behind) {
    var tree = new HashMap<>(control);
    tree.put("sequence", number);
    tree.put("previous", behind);
    var other = ChainHash.of(Entry.FORMAT, tree);
    var signature = Trust.signature(signed.toTree());
    var again =
        Signed.of(
            Map.of(
                "v", 1L,
                "body", Receipt.body(chain, number, other, time),
                "signatures", List.of(signature)));
    return new ExportedEntry(
        tree, chain, number, behind, time, other, again, other, commitment, payload, erased);
  }

  /** What is wrong with the payload that stands beside the entry; empty when nothing is. */
  Optional<String> payloadFlaw() {
    if (commitment.isEmpty()) {
      return payload.isPresent() || erased
          ? Optional.of("has a personal payload that it never had")
          : Optional.empty();
    }
    if (erased) {
      return payload.map(p -> "has a personal payload and is marked as erased");
    }
    if (payload.isEmpty()) {
      return Optional.of("has lost its personal payload");
    }
    return sealedHash(payload.get()).filter(commitment.get().sealed()::equals).isPresent()
        ? Optional.empty()
        : Optional.of("has another personal payload than it was entered with");
  }

  private static Optional<String> sealedHash(String base64url) {
    try {
      return Optional.of(PersonalSeal.sealedHash(Base64Url.decode(base64url)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
