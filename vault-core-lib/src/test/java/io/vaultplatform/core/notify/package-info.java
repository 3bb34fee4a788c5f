@NullMarked
package io.vaultplatform.core.notify;

import org.jspecify.annotations.NullMarked;
