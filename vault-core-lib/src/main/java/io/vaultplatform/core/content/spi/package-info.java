/** What others plug into content: where payloads lie, and what a vault is armed with. */
@NullMarked
package io.vaultplatform.core.content.spi;

import org.jspecify.annotations.NullMarked;
