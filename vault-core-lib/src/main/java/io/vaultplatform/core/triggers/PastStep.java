package io.vaultplatform.core.triggers;

import java.time.Instant;

/**
 * One step that was taken.
 *
 * @param version the version it led to
 * @param epoch the epoch it was taken in
 * @param event the event's name, such as {@code check_in}
 * @param from the state before
 * @param to the state after
 * @param sequence the number of its entry in the vault's audit log
 */
public record PastStep(
    long version,
    long epoch,
    Instant at,
    String event,
    TriggerState.Kind from,
    TriggerState.Kind to,
    long sequence) {}
