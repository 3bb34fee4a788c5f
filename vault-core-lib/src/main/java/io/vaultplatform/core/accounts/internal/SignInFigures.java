package io.vaultplatform.core.accounts.internal;

/**
 * Counts sign-ins and refreshes by result, for the metrics; never by who.
 *
 * <p>Told after the transaction of the attempt, so that what was rolled back is not counted.
 */
@FunctionalInterface
interface SignInFigures {
  void count(Result result);

  /** What there is to count. */
  enum Result {
    /** Signed in. */
    ACCEPTED("accepted"),
    /** A wrong key, an unknown name, or a refresh token that opens nothing. */
    REFUSED("refused"),
    /** Too many tries; not even looked at. */
    WAITING("waiting"),
    /** A session went on with new tokens. */
    REFRESHED("refreshed"),
    /** A refresh token came twice, which ended its session. */
    REUSED("reused");

    private final String text;

    Result(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}
