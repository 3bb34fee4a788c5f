package io.vaultplatform.core.escrow;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What is wrong with a share, and whose it is.
 *
 * @param holder the trustee who gave it; empty where it concerns the platform or the set as a whole
 * @param detail one sentence without any secret
 */
public record ShareFault(Kind kind, Optional<UUID> holder, String detail) {

  /** The kinds of fault. */
  public enum Kind {
    /** Fewer good shares than the threshold. */
    TOO_FEW,
    /** Its bytes are not those the owner committed to. */
    WRONG,
    /** Of another set, another trigger, or another holder. */
    FOREIGN,
    /** Of another epoch or another policy of this trigger. */
    STALE,
    /** A second share of the same holder. */
    DUPLICATE,
    /** Not a share at all, or not to be decrypted. */
    UNREADABLE
  }

  public ShareFault {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(holder, "holder");
    if (detail.isBlank()) {
      throw new IllegalArgumentException("a fault says what is wrong");
    }
  }

  /** What is wrong, with the holder. */
  String sentence() {
    return kind + holder.map(h -> " (trustee " + h + ")").orElse("") + ": " + detail;
  }

  static ShareFault of(Kind kind, UUID holder, String detail) {
    return new ShareFault(kind, Optional.of(holder), detail);
  }
}
