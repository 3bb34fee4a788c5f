/** What every adapter of content has to keep. */
@NullMarked
package io.vaultplatform.core.content.spi;

import org.jspecify.annotations.NullMarked;
