package io.vaultplatform.core.base;

import java.util.function.Function;

/**
 * The answer of a call that may be refused: the value, or the refusal.
 *
 * @param <T> what is returned when it was done
 */
public sealed interface Outcome<T> {

  /** It was done. */
  record Done<T>(T value) implements Outcome<T> {}

  /** It was refused, and nothing changed. */
  record Refused<T>(Refusal refusal) implements Outcome<T> {}

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Outcome<T> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }

  static <T> Outcome<T> refused(Refusal.Reason reason, String field, String detail) {
    return new Refused<>(Refusal.of(reason, field, detail));
  }

  /** The next step if this one was done; the same refusal otherwise. */
  default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
    return switch (this) {
      case Done<T>(var value) -> next.apply(value);
      case Refused<T>(var refusal) -> new Refused<>(refusal);
    };
  }
}
