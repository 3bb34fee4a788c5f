package io.vaultplatform.core.triggers;

/** How an owner showed themselves: links alone may one day not be enough, so it is kept. */
public enum CheckInWay {
  /** Signed in, by page, API or command line. */
  SESSION("session"),
  /** By a single-use link from a mail. */
  LINK("link");

  private final String text;

  CheckInWay(String text) {
    this.text = text;
  }

  /** The stored name. */
  public String text() {
    return text;
  }
}
