/**
 * The wall between the features and the rings: every rule holds for the library, and each is shown
 * to reject a class made to break it ({@code io.vaultplatform.counter}).
 *
 * <p>WARs load from the class path, so nothing but these rules keeps a package's inside inside.
 */
@NullMarked
package io.vaultplatform.core.architecture;

import org.jspecify.annotations.NullMarked;
