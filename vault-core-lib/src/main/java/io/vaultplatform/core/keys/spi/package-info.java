/** Who is told when keys change, and who counts on them. */
@NullMarked
package io.vaultplatform.core.keys.spi;

import org.jspecify.annotations.NullMarked;
