/** The whole story played by five people with their own keys against the running stack. */
@NullMarked
package io.vaultplatform.cli.demo;

import org.jspecify.annotations.NullMarked;
