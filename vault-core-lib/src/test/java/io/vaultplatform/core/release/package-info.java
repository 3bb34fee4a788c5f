/** What may be armed, as a pure decision. */
@NullMarked
package io.vaultplatform.core.release;

import org.jspecify.annotations.NullMarked;
