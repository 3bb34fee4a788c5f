package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import java.time.Instant;
import java.util.Map;

/**
 * A signed statement of where a chain ends; see {@code docs/formats/checkpoint-v1.md}.
 *
 * @param origin SHA-256 in hex of the text of the log's key
 * @param time when it was signed
 */
public record Checkpoint(Head head, String origin, Instant time, Signed signed) {

  /** The name and version of the format; the domain of its signature. */
  public static final String FORMAT = "vault/checkpoint/v1";

  public Checkpoint {
    Facts.hash("checkpoint.origin", origin);
    if (!signed.unverifiedBody().equals(body(head, origin, time))) {
      throw new IllegalArgumentException("the checkpoint's signature covers another statement");
    }
  }

  /** Signs where a chain ends. */
  public static Checkpoint sign(Head head, Instant time, SigningKey key) {
    var origin = key.verificationKey().fingerprint();
    return new Checkpoint(head, origin, time, Signed.sign(body(head, origin, time), key));
  }

  /**
   * Reads a checkpoint; whether it is genuine is for {@link LogVerifier} to say.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static Checkpoint of(Signed signed) {
    var body = Fields.of(signed.unverifiedBody(), "checkpoint");
    body.format(FORMAT);
    var head =
        new Head(
            Chain.of(body.object("chain")),
            body.number("sequence", 0, CanonicalJson.MAX_INTEGER),
            body.hash("hash"));
    var checkpoint = new Checkpoint(head, body.hash("origin"), body.instant("time"), signed);
    body.end();
    return checkpoint;
  }

  private static Map<String, Object> body(Head head, String origin, Instant time) {
    return Map.of(
        "format", FORMAT,
        "chain", head.chain().toTree(),
        "sequence", head.sequence(),
        "hash", head.hash(),
        "origin", origin,
        "time", time.toString());
  }
}
