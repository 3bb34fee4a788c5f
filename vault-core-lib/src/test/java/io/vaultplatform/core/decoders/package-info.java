/**
 * Tests of {@code decoders}: public vectors, properties, hostile input, and the {@code age} command
 * as a peer.
 */
@NullMarked
package io.vaultplatform.core.decoders;

import org.jspecify.annotations.NullMarked;
