package io.vaultplatform.core.keys;

import java.util.Locale;

/** What stands behind one of the four places from which an owner's keys can be unlocked. */
public enum SlotKind {
  /** The passphrase, by Argon2id. */
  PASSPHRASE,
  /** A recovery kit: a code on paper. */
  KIT,
  /** Guardians: enough of their shares give the secret. */
  GUARDIANS,
  /** A passkey, by its PRF output. */
  PASSKEY,
  /** Nothing: a place that looks like the others and opens for nobody. */
  NONE;

  /** How formats spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind of a text.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static SlotKind of(String text) {
    for (var kind : values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("not a kind of unlock slot");
  }
}
