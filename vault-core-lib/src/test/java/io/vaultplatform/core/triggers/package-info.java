/** Tests of triggers: stories, laws on random lives, and machines that must fail them. */
@NullMarked
package io.vaultplatform.core.triggers;

import org.jspecify.annotations.NullMarked;
