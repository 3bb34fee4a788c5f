package io.vaultplatform.core.crypto;

/**
 * A set of algorithms that the recipients of one file share. A vault has one, and the two are never
 * mixed in one header: the weakest stanza decides who can open a file.
 */
public enum Suite {
  /** X25519: opens with every age tool of today, and falls to a large quantum computer. */
  CLASSIC("classic", "X25519"),
  /** ML-KEM-768 and X25519 together: an attacker has to break both. */
  HYBRID("hybrid", "mlkem768x25519");

  private final String text;
  private final String stanza;

  Suite(String text, String stanza) {
    this.text = text;
    this.stanza = stanza;
  }

  /** How formats spell it. */
  public String text() {
    return text;
  }

  /** The type of stanza that its recipients have in a header. */
  String stanza() {
    return stanza;
  }

  /**
   * The suite of a text.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Suite of(String text) {
    for (var suite : values()) {
      if (suite.text.equals(text)) {
        return suite;
      }
    }
    throw new IllegalArgumentException("not a suite (classic, hybrid)");
  }

  @Override
  public String toString() {
    return text;
  }
}
