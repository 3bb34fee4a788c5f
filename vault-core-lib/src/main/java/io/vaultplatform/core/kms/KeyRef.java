package io.vaultplatform.core.kms;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of the key service, one per purpose (each in versions, {@link KeyVersion}), so that a
 * leak or a rotation of one touches nothing else.
 */
public enum KeyRef {
  /** The data keys of vaults, which seal single columns. */
  DATA("data"),
  /** The signing keys of access tokens. */
  TOKEN("token"),
  /** Secrets of the directory and of sign-in that are not tokens. */
  DIRECTORY("directory"),
  /** The platform identities of vaults, which open class A. */
  PLATFORM("platform"),
  /** The signing keys and data keys of the audit log. */
  AUDIT("audit"),
  /**
   * The release gate's identity and signing key. The application may seal for it; only the gate
   * unseals.
   */
  GATE("gate");

  private final String text;

  KeyRef(String text) {
    this.text = text;
  }

  /** The key of a {@link #text}, if there is one. */
  public static Optional<KeyRef> named(String text) {
    return Stream.of(values()).filter(ref -> ref.text.equals(text)).findFirst();
  }

  /** The name that key services know it by. */
  public String text() {
    return text;
  }
}
