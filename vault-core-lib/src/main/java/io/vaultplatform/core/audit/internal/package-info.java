/** The log's tables, its keys, and the service on them. */
@NullMarked
package io.vaultplatform.core.audit.internal;

import org.jspecify.annotations.NullMarked;
