/**
 * What operators (channels) and other features (listeners, re-checks, tasks, wording) plug into
 * notify.
 */
@NullMarked
package io.vaultplatform.core.notify.spi;

import org.jspecify.annotations.NullMarked;
