package io.vaultplatform.cli;

import io.vaultplatform.core.base.Outcome;

/** From the library's refusals to the end of a command. */
public final class Refusals {
  private Refusals() {}

  /** The value; or the command ends with the refusal's sentence. */
  public static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var refusal) ->
          throw Stop.refused(refusal.field().orElse(null), refusal.detail());
    };
  }
}
