package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Instant;
import java.util.Map;

/**
 * The log's signing key gives its place to the next one. Both sign it: the old one, so that whoever
 * trusts it may go on to the new one, and the new one, so that whoever came later may rely on what
 * the old one signed before. Format: {@code docs/formats/audit-key-succession-v1.md}.
 */
public final class Succession {
  /** The name and version of the format; the domain of both signatures. */
  public static final String FORMAT = "vault/audit-key-succession/v1";

  private final VerificationKey from;
  private final VerificationKey to;
  private final Signed byOld;
  private final Signed byNew;

  private Succession(VerificationKey from, VerificationKey to, Signed byOld, Signed byNew) {
    this.from = from;
    this.to = to;
    this.byOld = byOld;
    this.byNew = byNew;
  }

  /** The old key announces the new one. */
  public static Succession announce(SigningKey old, SigningKey next, Instant at) {
    var body =
        Map.of(
            "format", FORMAT,
            "from", old.verificationKey().text(),
            "to", next.verificationKey().text(),
            "at", Facts.microseconds(at).toString());
    return new Succession(
        old.verificationKey(),
        next.verificationKey(),
        Signed.sign(body, old),
        Signed.sign(body, next));
  }

  /**
   * Reads {@link #toTree}, and checks both signatures.
   *
   * @throws IllegalArgumentException when it is not one, or a signature does not fit
   */
  public static Succession of(Fields read) {
    var byOld = Signed.of(read.tree("byOld"));
    var byNew = Signed.of(read.tree("byNew"));
    read.end();
    var body = Fields.of(byOld.unverifiedBody(), "succession");
    body.format(FORMAT);
    var from = new VerificationKey(body.text("from"));
    var to = new VerificationKey(body.text("to"));
    body.instant("at");
    body.end();
    if (from.equals(to)
        || !byOld.unverifiedBody().equals(byNew.unverifiedBody())
        || !(byOld.verify(from, FORMAT) instanceof Signed.Verification.Valid)
        || !(byNew.verify(to, FORMAT) instanceof Signed.Verification.Valid)) {
      throw new IllegalArgumentException("a succession is signed by both of its keys");
    }
    return new Succession(from, to, byOld, byNew);
  }

  public VerificationKey from() {
    return from;
  }

  public VerificationKey to() {
    return to;
  }

  public Map<String, Object> toTree() {
    return Map.of("byOld", byOld.toTree(), "byNew", byNew.toTree());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Succession that && toTree().equals(that.toTree());
  }

  @Override
  public int hashCode() {
    return to.hashCode();
  }

  @Override
  public String toString() {
    return from + " -> " + to;
  }
}
