/** Tests of what the commands do. */
@NullMarked
package io.vaultplatform.cli.work;

import org.jspecify.annotations.NullMarked;
