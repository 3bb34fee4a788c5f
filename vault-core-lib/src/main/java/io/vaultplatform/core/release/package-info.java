/**
 * The conductor: arming, the trustees' answers, the hand-over, and what a recipient sees. The only
 * feature that knows triggers and escrow, letters and people at once, and the only one that may
 * open class B.
 */
@NullMarked
package io.vaultplatform.core.release;

import org.jspecify.annotations.NullMarked;
