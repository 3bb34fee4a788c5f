/**
 * The key service: seals the few keys that the servers hold, each bound to what it is for.
 * Everything else is encrypted by people's own keys and never comes here.
 */
@NullMarked
package io.vaultplatform.core.kms;

import org.jspecify.annotations.NullMarked;
