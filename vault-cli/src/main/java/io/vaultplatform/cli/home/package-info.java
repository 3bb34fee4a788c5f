/**
 * What the client keeps between two calls: in one folder, readable by its owner alone, without a
 * private key.
 */
@NullMarked
package io.vaultplatform.cli.home;

import org.jspecify.annotations.NullMarked;
