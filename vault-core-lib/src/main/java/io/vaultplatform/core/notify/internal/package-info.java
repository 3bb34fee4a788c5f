/** The shell of notify: rows, the worker that empties the outbox, mail, rendering. */
@NullMarked
package io.vaultplatform.core.notify.internal;

import org.jspecify.annotations.NullMarked;
