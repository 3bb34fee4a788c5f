package io.vaultplatform.core.content;

/**
 * What a change did to who can read a document, and what it cannot undo: people act on the
 * difference, so it is said with every change.
 *
 * <p>Stanzas are anonymous: how many keys open a document can be counted, whose they are cannot be
 * seen.
 */
public sealed interface AccessChange {

  /** How formats spell it. */
  String how();

  /** For people. */
  String sentence();

  /**
   * The header was rewritten; payload and file key are the same.
   *
   * @param before keys that opened it
   * @param now keys that open it
   */
  record HeaderRewritten(int before, int now) implements AccessChange {
    @Override
    public String how() {
      return "header";
    }

    @Override
    public String sentence() {
      return "The payload is the same: it was opened by "
          + keys(before)
          + ", and is by "
          + keys(now)
          + " now. Whoever could read it before still can, if they kept its header or get a copy of"
          + " it.";
    }
  }

  /**
   * A new version was encrypted under a fresh file key.
   *
   * @param before keys that opened the version before
   * @param now keys that open this one
   */
  record PayloadReplaced(int before, int now) implements AccessChange {
    @Override
    public String how() {
      return "payload";
    }

    @Override
    public String sentence() {
      return "The payload was encrypted anew: the version before was opened by "
          + keys(before)
          + ", this one is by "
          + keys(now)
          + ". Whoever is no longer among them cannot read this version; what they fetched of"
          + " earlier ones stays readable to them.";
    }
  }

  /** Of a stored version whose header was exchanged. */
  static AccessChange ofHeader(StoredDocument before, StoredDocument now) {
    return new HeaderRewritten(before.keys(), now.keys());
  }

  /** Of a new version. */
  static AccessChange ofPayload(StoredDocument before, StoredDocument now) {
    return new PayloadReplaced(before.keys(), now.keys());
  }

  private static String keys(int count) {
    return count == 1 ? "one key" : count + " keys";
  }
}
