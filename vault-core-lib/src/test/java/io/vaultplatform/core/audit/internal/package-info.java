/** The log's shell on a real PostgreSQL. */
@NullMarked
package io.vaultplatform.core.audit.internal;

import org.jspecify.annotations.NullMarked;
