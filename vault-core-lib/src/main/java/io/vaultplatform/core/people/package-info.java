/**
 * The people an owner names, none of whom needs an account: trustees, who accept with a key of
 * their own, and recipients, who come with a link and a code; and the address at which the owner is
 * reminded.
 *
 * <p>Aliases and addresses are sealed column by column; keys are public and entered in the audit
 * log, which is the key directory. Nobody counts before they accepted and an address of theirs was
 * confirmed.
 */
@NullMarked
package io.vaultplatform.core.people;

import org.jspecify.annotations.NullMarked;
