package io.vaultplatform.core.content;

import java.util.Optional;

/**
 * Who can read a document: the question its owner answers when creating it, once and for ever
 * (INV-01); another class is another document, see {@link ClassChange}.
 *
 * <p>The class is not a format. All three are age files; what differs is who holds an identity that
 * the header names.
 */
public enum EncryptionClass {
  // From the weakest to the strongest; isWeakerThan relies on it.

  /** Platform-managed: the server can read it, and does so only for someone who holds a grant. */
  A("The server can read it, on behalf of people you granted access."),
  /**
   * Escrowable: the owner; after a release its recipients. The server never, but as a step of a
   * release.
   */
  B(
      "Only you can read it until a release; then its recipients, and the server only where you let"
          + " it open for one who has no key."),
  /** Zero-knowledge: the owner and the people whose keys the owner added. */
  C("Only you and the people whose keys you added can ever read it.");

  private final String guarantee;

  EncryptionClass(String guarantee) {
    this.guarantee = guarantee;
  }

  /** What this class promises to the owner, in one sentence. */
  public String guarantee() {
    return guarantee;
  }

  /** Whether more people, or the server, can read this class than the other. */
  public boolean isWeakerThan(EncryptionClass other) {
    return compareTo(other) < 0;
  }

  /** The class of that name ("A", "B", "C", nothing else). */
  public static Optional<EncryptionClass> named(String name) {
    return switch (name) {
      case "A" -> Optional.of(A);
      case "B" -> Optional.of(B);
      case "C" -> Optional.of(C);
      default -> Optional.empty();
    };
  }
}
