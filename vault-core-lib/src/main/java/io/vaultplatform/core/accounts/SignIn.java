package io.vaultplatform.core.accounts;

import java.time.Duration;

/**
 * The answer to somebody who wants in.
 *
 * <p>Not an {@code Outcome}, for here a refusal does change something: it is counted.
 */
public sealed interface SignIn {

  /** Come in. */
  record Accepted(Tokens tokens) implements SignIn {}

  /** Unknown, wrong or used up: one answer for all of these. */
  record Refused() implements SignIn {}

  /** Too many failed tries for this name or from this address; the key was not looked at. */
  record Waiting(Duration time) implements SignIn {}
}
