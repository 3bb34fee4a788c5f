@NullMarked
package io.vaultplatform.core.notify.internal;

import org.jspecify.annotations.NullMarked;
