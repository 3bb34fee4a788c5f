/**
 * Every primitive of the platform and the formats made of them: age files, signatures, derivation,
 * sealing.
 *
 * <p>The only package that touches the JCA, Bouncy Castle or jagged. It streams, so it uses {@code
 * java.io} streams; it knows no file, no socket, no clock and no database.
 */
@NullMarked
package io.vaultplatform.core.crypto;

import org.jspecify.annotations.NullMarked;
