/**
 * People's keys: what a person holds, what they publish, and the two files in which private halves
 * are kept.
 */
@NullMarked
package io.vaultplatform.core.keys;

import org.jspecify.annotations.NullMarked;
