/** The schema of the platform and the one class that applies it. */
@NullMarked
package io.vaultplatform.db;

import org.jspecify.annotations.NullMarked;
