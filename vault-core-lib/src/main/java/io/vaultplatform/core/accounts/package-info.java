/**
 * Local accounts without e-mail or name, and signing in to them. The passphrase never leaves the
 * client (INV-13): one half of what the client derives from it signs in, the other half unlocks and
 * stays there.
 */
@NullMarked
package io.vaultplatform.core.accounts;

import org.jspecify.annotations.NullMarked;
