/** What other features plug into triggers: whoever carries out the effects of a step. */
@NullMarked
package io.vaultplatform.core.triggers.spi;

import org.jspecify.annotations.NullMarked;
