/**
 * Tests of the client: commands as a user types them, against a real HTTP server that can be told
 * to cheat.
 */
@NullMarked
package io.vaultplatform.cli;

import org.jspecify.annotations.NullMarked;
