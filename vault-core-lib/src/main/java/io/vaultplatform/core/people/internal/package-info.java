/** The shell of people: rows, letters to them, what comes back through their links. */
@NullMarked
package io.vaultplatform.core.people.internal;

import org.jspecify.annotations.NullMarked;
