package io.vaultplatform.core.grants;

import java.util.Locale;
import java.util.Optional;

/**
 * What a grant allows.
 *
 * <p>{@code MANAGE} deliberately does not include {@code OPEN}: who runs somebody's affairs reads
 * no more than a grant names. {@code CONFIRM} includes nothing: a contact confirms without seeing
 * what it is about.
 */
public enum Right {
  /** Know that it exists: list it, with sizes, times and encrypted metadata. */
  SEE,
  /** Get its ciphertext; for class A, have the server open it. */
  OPEN,
  /** Confirm or refuse on the owner's behalf. */
  CONFIRM,
  /** Change its settings. */
  MANAGE;

  /** Whether anything asks for this right in this version; what has no effect is not given. */
  public boolean hasEffect() {
    return switch (this) {
      case SEE, OPEN -> true;
      case CONFIRM, MANAGE -> false;
    };
  }

  /** Whether someone with this right also has {@code asked}. */
  public boolean includes(Right asked) {
    return switch (this) {
      case SEE, CONFIRM -> this == asked;
      case OPEN, MANAGE -> this == asked || asked == SEE;
    };
  }

  /** The lower-case name of formats and tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The right of that lower-case name. */
  public static Optional<Right> named(String text) {
    for (var right : values()) {
      if (right.text().equals(text)) {
        return Optional.of(right);
      }
    }
    return Optional.empty();
  }
}
