package io.vaultplatform.core.escrow;

import io.vaultplatform.core.crypto.AgeIdentity;
import java.util.List;

/** What putting shares together gave; the faults are named in either case. */
sealed interface Gathering {

  /** Enough good shares: the identity of the path. Whoever asked closes it. */
  record Whole(AgeIdentity path, List<ShareFault> faults) implements Gathering {
    public Whole {
      faults = List.copyOf(faults);
    }
  }

  /** Not enough, and nothing was combined. */
  record Lacking(List<ShareFault> faults) implements Gathering {
    public Lacking {
      faults = List.copyOf(faults);
    }
  }
}
