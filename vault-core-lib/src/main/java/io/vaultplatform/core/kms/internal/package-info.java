/** The PKCS#12 adapter, the data keys of vaults, and how the configured key service is found. */
@NullMarked
package io.vaultplatform.core.kms.internal;

import org.jspecify.annotations.NullMarked;
