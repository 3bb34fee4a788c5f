/**
 * The pages behind mail links: plain HTML without script, one primary action each. Showing one
 * never changes anything; a button posts.
 */
@NullMarked
package io.vaultplatform.witness.pages;

import org.jspecify.annotations.NullMarked;
