/** The small readers of the resources; the resources themselves are tried over HTTP. */
@NullMarked
package io.vaultplatform.witness.api;

import org.jspecify.annotations.NullMarked;
