/** The key directory for other features' tests. */
@NullMarked
package io.vaultplatform.core.keys.internal;

import org.jspecify.annotations.NullMarked;
