package io.vaultplatform.core.store;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Tells the database who acts, once per transaction. Comes with {@link Work}; on its own only
 * together with {@code @Transactional(rollbackOn = Exception.class)} on the same method.
 */
@InterceptorBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface RowSecurity {}
