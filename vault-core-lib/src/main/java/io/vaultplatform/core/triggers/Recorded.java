package io.vaultplatform.core.triggers;

import io.vaultplatform.core.audit.Entry;
import java.util.Optional;

/**
 * What was recorded.
 *
 * @param view the trigger afterwards
 * @param moved whether it changed; evidence that comes late or twice does not change it
 * @param entry the audit entry of the step, for a receipt; empty when nothing was entered
 */
public record Recorded(TriggerView view, boolean moved, Optional<Entry> entry) {}
