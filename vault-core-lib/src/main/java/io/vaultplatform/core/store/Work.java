package io.vaultplatform.core.store;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Stereotype;
import jakarta.transaction.Transactional;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * On a class: every public method is one piece of work in one transaction (joining the caller's),
 * as the {@link CurrentPrincipal}, with row-level security set up before the first statement.
 *
 * <p>An exception rolls back, checked ones too: after a failed statement PostgreSQL has aborted the
 * transaction, and a commit would silently lose what came before. A method that <em>began</em> the
 * transaction and returns {@link io.vaultplatform.core.base.Outcome.Refused} rolls back as well: a
 * refusal changes nothing.
 */
@ApplicationScoped
@Transactional(rollbackOn = Exception.class)
@RowSecurity
@Stereotype
@Retention(RUNTIME)
@Target(TYPE)
public @interface Work {}
