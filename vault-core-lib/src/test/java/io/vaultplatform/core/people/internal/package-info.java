@NullMarked
package io.vaultplatform.core.people.internal;

import org.jspecify.annotations.NullMarked;
