/** The conductor's rows, tasks and desks. */
@NullMarked
package io.vaultplatform.core.release.internal;

import org.jspecify.annotations.NullMarked;
