package io.vaultplatform.core.escrow;

import io.vaultplatform.core.audit.Head;
import java.util.Set;

/** What the gate concludes from the log about a recipient who brings a key. */
public sealed interface ClaimAnswer {

  /**
   * The release was reached, and this key is the recipient's first.
   *
   * @param stages those that the log shows opened as the owner's policy asks for
   * @param head where the log ended
   */
  record Open(Set<Integer> stages, Head head) implements ClaimAnswer {
    public Open {
      stages = Set.copyOf(stages);
    }
  }

  /** It stays shut. */
  record Shut(GateAnswer.Shut why) implements ClaimAnswer {}
}
