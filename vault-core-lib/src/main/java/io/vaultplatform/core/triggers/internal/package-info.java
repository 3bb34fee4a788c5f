/** The shell of triggers: rows, the tick, readiness and figures. No rule lives here. */
@NullMarked
package io.vaultplatform.core.triggers.internal;

import org.jspecify.annotations.NullMarked;
