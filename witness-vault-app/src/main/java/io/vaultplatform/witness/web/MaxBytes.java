package io.vaultplatform.witness.web;

import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * On a request body that may be larger than {@link StrictJson#MOST_BYTES}: how many bytes of JSON
 * are read before the request is refused.
 */
@Retention(RUNTIME)
@Target(PARAMETER)
public @interface MaxBytes {
  int value();
}
