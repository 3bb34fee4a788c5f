package io.vaultplatform.core.grants;

import java.util.Objects;
import java.util.UUID;

/** What must have happened before a grant holds. */
public sealed interface Condition {

  /** Nothing: it holds from its begin on. */
  record Now() implements Condition {}

  /** The release of a trigger of the same vault. */
  record AfterRelease(UUID trigger) implements Condition {
    public AfterRelease {
      Objects.requireNonNull(trigger, "trigger");
    }
  }
}
