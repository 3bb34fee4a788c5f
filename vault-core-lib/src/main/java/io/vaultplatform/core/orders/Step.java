package io.vaultplatform.core.orders;

import io.vaultplatform.core.kms.Thing;
import java.util.List;

/** How one batch of an order ended. */
public sealed interface Step {

  /** There is more: go on from {@code cursor}. */
  record Further(String cursor, long done, long total) implements Step {}

  /**
   * The keys of these things are to be destroyed for good; afterwards go on from {@code cursor}.
   */
  record Erase(List<Thing> things, String cursor, long total) implements Step {
    public Erase {
      things = List.copyOf(things);
    }
  }

  /** All is done. */
  record Done(long done, String answer) implements Step {}

  /** It is not done, and this is why; nothing was changed by this batch. */
  record Refused(String why) implements Step {}
}
