package io.vaultplatform.core.release;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Submission;
import io.vaultplatform.core.triggers.TriggerId;
import java.util.Optional;

/** What the owner's client submits about a release. Every call joins the owner's transaction. */
public interface Arming {

  /** The trigger is armed. */
  record Armed(long epoch, Receipt receipt) {}

  /**
   * What this server's policies have to name.
   *
   * @param gateRecipient to whom the platform's share is encrypted
   * @param gateSigning with which the gate signs release keys
   * @param logOrigin SHA-256 (hex) of the text of the log's key
   */
  record Terms(AgeRecipient gateRecipient, VerificationKey gateSigning, String logOrigin) {}

  /**
   * What a client has to know to arm, or to add a document.
   *
   * @param epoch the last epoch's number; 0 before the first
   * @param live whether that epoch is armed now
   * @param policy the signed policy of the live epoch
   * @param releaseList the signed release list of the live epoch
   * @param terms what the next policy has to name
   */
  record Escrow(
      long epoch,
      boolean live,
      Optional<Signed> policy,
      Optional<Signed> releaseList,
      Terms terms) {}

  /** What policies of a vault of this suite have to name here. */
  Terms terms(Suite suite);

  /**
   * Arms a draft, or arms a trigger that watches anew: everything at once or nothing. The shares of
   * the epoch before are destroyed in the same transaction.
   */
  Outcome<Armed> arm(VaultId vault, TriggerId trigger, Submission submission);

  /**
   * Takes the next release list of the live epoch, after a document was added.
   *
   * @return its hash
   */
  Outcome<Armed> list(VaultId vault, TriggerId trigger, Signed releaseList);

  /** Where the escrow of a trigger stands. */
  Outcome<Escrow> escrow(VaultId vault, TriggerId trigger);
}
