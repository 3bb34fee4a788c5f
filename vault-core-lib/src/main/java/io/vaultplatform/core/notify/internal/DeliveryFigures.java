package io.vaultplatform.core.notify.internal;

/**
 * Counts what became of letters, for the metrics; never whose they were.
 *
 * <p>Told after the transaction that recorded the outcome, so that what was rolled back is not
 * counted.
 */
@FunctionalInterface
interface DeliveryFigures {
  void count(Fate fate);

  /**
   * What there is to count. The first three are answers to one try at one destination, the last two
   * are ends of a letter. A bounce that comes later is a mail to the sender's address and reaches
   * nobody here.
   */
  enum Fate {
    /** The mail server took it. */
    ACCEPTED("accepted"),
    /** The mail server will never take it. */
    REFUSED("refused"),
    /** It could not be sent now; it is tried again, or was for the last time. */
    NOT_NOW("not_now"),
    /** No destination is left: a dead letter. */
    GIVEN_UP("given_up"),
    /** What it was to say was no longer true. */
    DROPPED("dropped");

    private final String text;

    Fate(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}
