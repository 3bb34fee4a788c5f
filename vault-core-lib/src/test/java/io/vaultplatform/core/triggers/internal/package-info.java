/** Tests of the shell of triggers, on real PostgreSQL with the roles of production. */
@NullMarked
package io.vaultplatform.core.triggers.internal;

import org.jspecify.annotations.NullMarked;
