package io.vaultplatform.core.crypto;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import java.util.function.Function;

/**
 * The answer of reading or opening an age file: the value, or the {@link AgeFault}.
 *
 * @param <T> what opening gives
 */
public sealed interface Opening<T> {

  /** It opened. */
  record Opened<T>(T value) implements Opening<T> {}

  /** It did not, and why. */
  record Unopened<T>(AgeFault fault) implements Opening<T> {}

  /** The next step if this opened; the same fault otherwise. */
  default <R> Opening<R> then(Function<? super T, Opening<R>> next) {
    return switch (this) {
      case Opened<T>(var value) -> next.apply(value);
      case Unopened<T>(var fault) -> new Unopened<>(fault);
    };
  }

  /**
   * For files of our own making, where anything but success is broken trust.
   *
   * @param what the file meant, by id, for the operator
   * @throws VaultException naming {@code what} and the fault
   */
  default T orThrow(String what) {
    return switch (this) {
      case Opened<T>(var value) -> value;
      case Unopened<T>(var fault) ->
          throw new VaultException(what + " does not open: " + fault.detail());
    };
  }

  /** For files of others: the fault becomes a refusal (422) of the request's field. */
  default Outcome<T> orRefuse(String field) {
    return switch (this) {
      case Opened<T>(var value) -> Outcome.done(value);
      case Unopened<T>(var fault) ->
          Outcome.refused(Refusal.Reason.UNACCEPTABLE, field, fault.detail());
    };
  }

  static <T> Opening<T> fault(AgeFault.Kind kind, String detail) {
    return new Unopened<>(new AgeFault(kind, detail));
  }
}
