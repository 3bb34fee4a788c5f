package io.vaultplatform.core.people;

/** How far a recipient has come. They are not written to before a release. */
public enum RecipientState {
  /** Named by the owner, with their key. */
  ADDED,
  /** A letter to them was accepted by a channel. */
  TOLD,
  /** The last letter to them could not be delivered. */
  UNREACHED;

  /** The stored form. */
  public String text() {
    return switch (this) {
      case ADDED -> "added";
      case TOLD -> "told";
      case UNREACHED -> "unreached";
    };
  }

  /** The state of this stored form. */
  public static RecipientState of(String text) {
    for (var state : values()) {
      if (state.text().equals(text)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no such state of a recipient");
  }
}
