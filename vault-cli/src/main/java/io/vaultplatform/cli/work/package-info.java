/**
 * What the commands do, as calls that the demonstration uses too. All cryptography happens here, on
 * the client.
 */
@NullMarked
package io.vaultplatform.cli.work;

import org.jspecify.annotations.NullMarked;
