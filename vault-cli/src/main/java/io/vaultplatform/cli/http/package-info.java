/** Talking to a server: JSON in and out, files up and down, refusals and silence told apart. */
@NullMarked
package io.vaultplatform.cli.http;

import org.jspecify.annotations.NullMarked;
