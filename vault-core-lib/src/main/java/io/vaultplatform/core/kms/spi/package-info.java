/** What an operator's key service implements. */
@NullMarked
package io.vaultplatform.core.kms.spi;

import org.jspecify.annotations.NullMarked;
