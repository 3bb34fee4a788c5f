package io.vaultplatform.core.triggers;

/** Why a trigger is held, as the owner and the operator see it, and what ends it. */
public enum HoldReason {
  /** No channel accepted a reminder: silence does not count. Ends when an address works again. */
  NOT_REACHED("not_reached"),
  /**
   * The trustees did not answer in time, and the product holds when unsure. Ends when as many as
   * must confirm have, however late ({@link LateAnswers}).
   */
  NO_ANSWER("no_answer"),
  /** A contact or trustee objected. The owner, or as many trustees as must confirm, decide. */
  CHALLENGED("challenged"),
  /** Clocks disagree beyond the tolerance. */
  CLOCKS("clocks"),
  /** The audit log does not agree with the state, or the gate refused. A person has to look. */
  LOG("log"),
  /** The key service does not answer or refuses. Ends by itself when it answers again. */
  KEY_SERVICE("key_service"),
  /** The delivery channels as a whole are in doubt. */
  CHANNELS("channels");

  private final String text;

  HoldReason(String text) {
    this.text = text;
  }

  /** The stored name. */
  public String text() {
    return text;
  }
}
