/** Content on real rows, real keys and a real log. */
@NullMarked
package io.vaultplatform.core.content.internal;

import org.jspecify.annotations.NullMarked;
