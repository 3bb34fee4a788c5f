/** The PKCS#12 key store and the data keys of vaults, tried. */
@NullMarked
package io.vaultplatform.core.kms.internal;

import org.jspecify.annotations.NullMarked;
