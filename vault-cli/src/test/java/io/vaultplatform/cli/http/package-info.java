/** Talking to a server that does not answer as it should. */
@NullMarked
package io.vaultplatform.cli.http;

import org.jspecify.annotations.NullMarked;
