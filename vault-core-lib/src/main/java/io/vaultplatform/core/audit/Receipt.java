package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A signed statement that an entry is in the log, for the person to keep; see {@code
 * docs/formats/receipt-v1.md}.
 *
 * <p>Reading one checks its shape only. Whether it is genuine, and whether the log still agrees
 * with it, is {@link LogVerifier}'s to say.
 *
 * @param hash the entry's hash
 * @param time the entry's time
 * @param successions how the log's first key came to the one that signs now; empty while it is that
 */
public record Receipt(
    Chain chain,
    long sequence,
    String hash,
    Instant time,
    Signed signed,
    List<Succession> successions) {

  /** The name and version of the format; the domain of its signature. */
  public static final String FORMAT = "vault/receipt/v1";

  public Receipt {
    successions = List.copyOf(successions);
    if (!signed.unverifiedBody().equals(body(chain, sequence, hash, time))) {
      throw new IllegalArgumentException("the receipt's signature covers another statement");
    }
  }

  /** What is signed for an entry. */
  public static Map<String, Object> body(Entry entry) {
    return body(entry.chain(), entry.sequence(), entry.hash(), entry.time());
  }

  static Map<String, Object> body(Chain chain, long sequence, String hash, Instant time) {
    return Map.of(
        "format", FORMAT,
        "chain", chain.toTree(),
        "sequence", sequence,
        "hash", hash,
        "time", time.toString());
  }

  /** The receipt of an entry under a signature of {@link #body}. */
  public static Receipt of(Entry entry, Signed signed) {
    return new Receipt(
        entry.chain(), entry.sequence(), entry.hash(), entry.time(), signed, List.of());
  }

  /** Signs the receipt of an entry. */
  public static Receipt sign(Entry entry, SigningKey key) {
    return of(entry, Signed.sign(body(entry), key));
  }

  /**
   * Reads a receipt that somebody kept.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static Receipt of(Signed signed) {
    var body = Fields.of(signed.unverifiedBody(), "receipt");
    body.format(FORMAT);
    var receipt =
        new Receipt(
            Chain.of(body.object("chain")),
            body.number("sequence", 1, CanonicalJson.MAX_INTEGER),
            body.hash("hash"),
            body.instant("time"),
            signed,
            List.of());
    body.end();
    return receipt;
  }

  /**
   * Reads {@link #toTree}.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static Receipt of(Map<String, ?> tree) {
    var rest = new HashMap<String, Object>(tree);
    if (rest.remove("successions") == null) {
      return of(Signed.of(tree));
    }
    var successions = Fields.of(tree, "receipt").objects("successions");
    return of(Signed.of(rest)).with(successions.stream().map(Succession::of).toList());
  }

  /** The same, with what leads to its key from the log's first one. */
  public Receipt with(List<Succession> path) {
    return new Receipt(chain, sequence, hash, time, signed, path);
  }

  /** The log's first key, as far as this receipt says; a claim until {@link #verify}. */
  public Optional<VerificationKey> claimedFirst() {
    return successions.isEmpty()
        ? signed.unverifiedSigner()
        : Optional.of(successions.getFirst().from());
  }

  /** Checks the signature: by this key of the log, or by one that took its place. */
  public Signed.Verification verify(VerificationKey known) {
    var trust = Trust.of(Set.of(known), successions);
    var later = signed.unverifiedSigner().filter(key -> trust.follows(known.text(), key.text()));
    return signed.verify(later.orElse(known), FORMAT);
  }

  /** As it is stored and sent. */
  public Map<String, Object> toTree() {
    if (successions.isEmpty()) {
      return signed.toTree();
    }
    var tree = new HashMap<>(signed.toTree());
    tree.put("successions", successions.stream().map(Succession::toTree).toList());
    return tree;
  }
}
