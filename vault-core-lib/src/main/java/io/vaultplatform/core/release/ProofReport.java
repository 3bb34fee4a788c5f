package io.vaultplatform.core.release;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.triggers.TriggerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What an owner sees of their trustees' proofs. Joins the owner's transaction. */
public interface ProofReport {

  /**
   * The proofs of one trigger's arming; empty lists while it is not armed.
   *
   * @param trustees in the policy's order
   * @param groups in the policy's order
   */
  record Proofs(List<OfTrustee> trustees, List<GroupProofs> groups) {
    public Proofs {
      trustees = List.copyOf(trustees);
      groups = List.copyOf(groups);
    }
  }

  /**
   * One trustee.
   *
   * @param provedAt when their last proof was taken
   * @param due when the next one is due
   * @param statement the last proof as they signed it, for the owner's own client to check
   */
  record OfTrustee(
      UUID trustee,
      ProofTerm.Standing standing,
      Optional<Instant> provedAt,
      Instant due,
      Optional<Signed> statement) {}

  /** The proofs of a trigger; unknown and foreign ones are refused alike. */
  Outcome<Proofs> of(VaultId vault, TriggerId trigger);
}
