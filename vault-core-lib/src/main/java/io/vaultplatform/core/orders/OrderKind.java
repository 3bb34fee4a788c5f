package io.vaultplatform.core.orders;

import java.util.Locale;
import java.util.stream.Stream;

/** What can be ordered. The text form, in rows and in the operator's command, is lower-case. */
public enum OrderKind {
  /** Count what is sealed under which version of which key; the subject is {@code keys}. */
  INVENTORY,
  /** A new version of a key of the key service, and everything re-sealed under it. */
  ROTATE_KEY,
  /** Destroy the old versions of a key under which nothing is sealed any more. */
  RETIRE_KEY,
  /** A new platform identity for a vault, or for {@code all}, and class A re-wrapped to it. */
  ROTATE_IDENTITIES,
  /** A new key that signs access tokens; the subject is {@code tokens}. */
  ROTATE_TOKENS,
  /** Remove old keys of access tokens whose last token is over; the subject is {@code tokens}. */
  RETIRE_TOKENS,
  /** A new key that signs the log, announced under the old one; the subject is {@code audit}. */
  ROTATE_AUDIT,
  /** Destroy one document for good; the subject is {@code vault/document}. */
  SHRED_DOCUMENT,
  /** Destroy what is personal of somebody for good. */
  SHRED_SUBJECT,
  /** Destroy a vault and all that is in it for good. */
  SHRED_VAULT;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind with this {@link #text}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static OrderKind of(String text) {
    return Stream.of(values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no such order"));
  }
}
