/**
 * Tests of {@code crypto}: public vectors, properties, hostile input, and the {@code age} command
 * as a peer.
 */
@NullMarked
package io.vaultplatform.core.crypto;

import org.jspecify.annotations.NullMarked;
