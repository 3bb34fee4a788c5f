/**
 * The words every feature shares: ids, refusals, canonical JSON. Pure; knows nothing of any
 * feature.
 */
@NullMarked
package io.vaultplatform.core.base;

import org.jspecify.annotations.NullMarked;
