package io.vaultplatform.core.people;

/**
 * How far a trustee has come. Only {@link #CONFIRMED} counts for arming.
 *
 * <table>
 * <caption>Edges</caption>
 * <tr><td>invited, unreached</td><td>accepts with the token from the letter</td><td>confirmed</td></tr>
 * <tr><td>invited</td><td>the letter could not be delivered</td><td>unreached</td></tr>
 * <tr><td>confirmed</td><td>a later letter could not be delivered</td><td>accepted</td></tr>
 * <tr><td>accepted</td><td>uses the token of a later letter</td><td>confirmed</td></tr>
 * </table>
 */
public enum TrusteeState {
  /** A letter is on its way or was accepted; nothing has come back. */
  INVITED,
  /** The letter could not be delivered: the address is not verified. */
  UNREACHED,
  /** The keys are known, but the address is not (or no longer) verified. */
  ACCEPTED,
  /** Accepted with their keys, and the address is theirs: the token of a letter to it came back. */
  CONFIRMED;

  /** The stored form. */
  public String text() {
    return switch (this) {
      case INVITED -> "invited";
      case UNREACHED -> "unreached";
      case ACCEPTED -> "accepted";
      case CONFIRMED -> "confirmed";
    };
  }

  /** The state of this stored form. */
  public static TrusteeState of(String text) {
    for (var state : values()) {
      if (state.text().equals(text)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no such state of a trustee");
  }

  /** After a letter to them failed for good. */
  public TrusteeState bounced() {
    return switch (this) {
      case INVITED, UNREACHED -> UNREACHED;
      case ACCEPTED, CONFIRMED -> ACCEPTED;
    };
  }

  /** After they accepted, or came back with the token of a later letter. */
  public TrusteeState cameBack() {
    return switch (this) {
      case INVITED, UNREACHED, ACCEPTED, CONFIRMED -> CONFIRMED;
    };
  }
}
