/** The resources of the API. Thin: they read, call the library, and answer; no rule lives here. */
@NullMarked
package io.vaultplatform.witness.api;

import org.jspecify.annotations.NullMarked;
