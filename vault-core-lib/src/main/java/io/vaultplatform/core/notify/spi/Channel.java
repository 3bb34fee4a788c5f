package io.vaultplatform.core.notify.spi;

import io.vaultplatform.core.notify.OutgoingId;
import java.time.Instant;

/** An open channel. Safe for use by several threads. */
public interface Channel extends AutoCloseable {

  /**
   * Hands one message over, or says why not. Returns within the channel's own time limit and throws
   * nothing for what an outside system does: that is an answer.
   */
  Sent send(Message message);

  @Override
  void close();

  /**
   * A message, rendered.
   *
   * @param id repeated sending of one letter carries one id (for mail the Message-ID)
   * @param address as this channel understands it
   * @param date when the letter was written; the same when it is sent again
   * @param subject one line, neutral, the same for everybody
   * @param text plain text, lines separated by a line feed
   */
  record Message(OutgoingId id, String address, Instant date, String subject, String text) {
    public Message {
      if (subject.isBlank() || subject.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("a subject is one line");
      }
    }

    @Override
    public String toString() {
      return "message " + id;
    }
  }

  /**
   * The outside system's answer. Its words are kept as evidence, so an adapter takes addresses out
   * of them.
   */
  sealed interface Sent {
    /** It took responsibility. */
    record Accepted(String answer) implements Sent {}

    /** It will never take this message for this address. */
    record Refused(String why) implements Sent {}

    /**
     * Not now: no connection, a time limit, a temporary failure. Whether it was taken may be
     * unknown.
     */
    record NotNow(String why) implements Sent {}
  }
}
