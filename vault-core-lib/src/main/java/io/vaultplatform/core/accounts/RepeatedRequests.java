package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers, for a day, the answers to creating requests that carry an {@code Idempotency-Key}, so
 * that a client that lost the answer can ask again without creating twice. Only success is
 * remembered: a refusal changed nothing, and asking again is a new question. Every call is a
 * transaction of its own.
 */
public interface RepeatedRequests {

  /** What is known of a key. */
  sealed interface Claim {
    /** New: carry the request out, then call {@link #answered} or {@link #forget}. */
    record First() implements Claim {}

    /** Carried out before: this was the answer. */
    record Again(Answer answer) implements Claim {}

    /** The same request is being carried out, or was cut off; look whether it was done. */
    record Unfinished() implements Claim {}

    /** The key was used for another request. */
    record Another() implements Claim {}
  }

  /**
   * A remembered answer.
   *
   * @param headers such as Location and ETag
   */
  record Answer(int status, Map<String, String> headers, Bytes body) {
    public Answer {
      headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
      return "Answer[" + status + ", " + body.length() + " bytes]";
    }
  }

  /**
   * Claims a key.
   *
   * @param who the signed-in account; empty for requests of nobody
   * @param requestHash SHA-256 in hex of what was asked
   */
  Claim claim(Optional<AccountId> who, String key, String requestHash);

  /** Remembers the answer. */
  void answered(Optional<AccountId> who, String key, Answer answer);

  /** It was refused or failed: the key is free again. */
  void forget(Optional<AccountId> who, String key);
}
