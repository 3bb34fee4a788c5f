/** What grants promise, as sentences. */
@NullMarked
package io.vaultplatform.core.grants;

import org.jspecify.annotations.NullMarked;
