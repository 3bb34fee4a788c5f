/**
 * Who may do what in a vault that is not theirs, since when, until when, under which condition, and
 * why.
 */
@NullMarked
package io.vaultplatform.core.grants;

import org.jspecify.annotations.NullMarked;
