/**
 * Classes that break the rules of {@code io.vaultplatform.core.architecture}, one each, in packages
 * named like the features. Never shipped; their only use is to be rejected.
 */
@NullMarked
package io.vaultplatform.counter;

import org.jspecify.annotations.NullMarked;
