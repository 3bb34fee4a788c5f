/** What content promises, as sentences. */
@NullMarked
package io.vaultplatform.core.content;

import org.jspecify.annotations.NullMarked;
