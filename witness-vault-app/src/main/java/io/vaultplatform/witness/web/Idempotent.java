package io.vaultplatform.witness.web;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * On a POST that creates: with an {@code Idempotency-Key} header it creates once, however often it
 * is sent.
 */
@NameBinding
@Retention(RUNTIME)
@Target({METHOD, TYPE})
public @interface Idempotent {}
