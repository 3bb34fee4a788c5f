package io.vaultplatform.core.notify;

/** What a link in a letter is for. A token of one purpose is unknown to every other. */
public enum LinkPurpose {
  /** The owner says "I am here". */
  CHECK_IN("check-in", Uses.ONE),
  /** The owner confirms an address. */
  ADDRESS("address", Uses.ONE),
  /** A trustee reads what is asked, accepts, confirms or refuses: several visits over years. */
  TRUSTEE("trustee", Uses.MANY),
  /** A recipient opens what was left, together with the code: several visits until it expires. */
  RECIPIENT("recipient", Uses.MANY),
  /** Stands for link and code together while a recipient reads and saves; never in a letter. */
  RECIPIENT_SESSION("recipient-session", Uses.MANY);

  /** How often the link does its work; looking at its page is no use. */
  public enum Uses {
    ONE,
    MANY
  }

  private final String path;
  private final Uses uses;

  LinkPurpose(String path, Uses uses) {
    this.path = path;
    this.uses = uses;
  }

  /** The path segment between {@code /l/} and the token; also the stored form. */
  public String path() {
    return path;
  }

  /** Whether the first use is also the last. */
  public Uses uses() {
    return uses;
  }
}
