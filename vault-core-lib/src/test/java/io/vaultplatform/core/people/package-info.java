@NullMarked
package io.vaultplatform.core.people;

import org.jspecify.annotations.NullMarked;
