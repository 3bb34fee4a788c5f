/** The launcher's parts, each alone; the whole of it is started in the system tests. */
@NullMarked
package io.vaultplatform.launcher;

import org.jspecify.annotations.NullMarked;
