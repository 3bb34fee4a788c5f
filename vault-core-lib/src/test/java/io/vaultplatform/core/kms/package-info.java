/** The contract of key services and a key service for other features' tests. */
@NullMarked
package io.vaultplatform.core.kms;

import org.jspecify.annotations.NullMarked;
