/**
 * What operators have done by command: keys rotated and retired, things destroyed for good. An
 * order is a row that the servers carry out in small batches, and that says how far it is.
 */
@NullMarked
package io.vaultplatform.core.orders;

import org.jspecify.annotations.NullMarked;
