/**
 * Every "when" of the platform, as pure functions: what a plan may say, which states a trigger
 * passes through, and the one step from a state and an event to the next state and its effects.
 *
 * <p>Nothing here reads a clock, a row or a mailbox. The shell loads due rows, calls {@link
 * io.vaultplatform.core.triggers.TriggerMachine#step}, and commits state, audit entry and effects
 * together.
 */
@NullMarked
package io.vaultplatform.core.triggers;

import org.jspecify.annotations.NullMarked;
