package io.vaultplatform.core.crypto;

import java.util.Objects;

/**
 * Why an age file was not opened or not accepted: what kind of fault, and one sentence.
 *
 * <p>The sentence never holds content. Towards an untrusted sender of a file the kind may be told;
 * towards somebody who tries keys, {@link Kind#NO_MATCH} and the two kinds of tampering should look
 * alike.
 */
public record AgeFault(Kind kind, String detail) {

  /** The kinds of fault, in the order in which reading meets them. */
  public enum Kind {
    /** The armor (the text form) is not what the specification allows. */
    ARMOR,
    /** It does not begin as an age v1 file does. */
    NOT_AGE,
    /** It ends before the header does. */
    TRUNCATED,
    /** The header is longer than the limit. */
    HEADER_TOO_LARGE,
    /** The header names more recipients than the limit. */
    TOO_MANY_STANZAS,
    /** A line or stanza of the header is not what the specification allows. */
    MALFORMED_HEADER,
    /** A passphrase stanza asks for more work than the limit. */
    SCRYPT_WORK_FACTOR,
    /** None of the keys tried opens it. */
    NO_MATCH,
    /** A key opens a stanza, but the header was changed after it was made. */
    HEADER_CHANGED,
    /** The payload was changed, cut or extended; what was written to the sink must be discarded. */
    PAYLOAD,
    /** The plaintext is longer than the bound that the caller set. */
    PLAINTEXT_TOO_LARGE
  }

  public AgeFault {
    Objects.requireNonNull(kind, "kind");
    if (detail.isBlank()) {
      throw new IllegalArgumentException("a fault says what is wrong");
    }
  }
}
