package io.vaultplatform.core.release;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Confirmation;
import io.vaultplatform.core.escrow.PlacedFile;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.core.people.Alias;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a trustee is asked, and their answer. Each call is a transaction of its own; the link stands
 * for them.
 */
public interface TrusteeCases {

  /**
   * A case that waits for an answer.
   *
   * @param owner whose signatures count, and by which key
   * @param ownerEpochs every keys of the owner, for whoever kept earlier ones
   * @param alias how the owner wants to be called
   * @param trustee the trustee's id within the vault
   * @param shares the trustee's own share files
   * @param facts the dated entries of the log that led here
   * @param answerBy until when an answer is awaited
   * @param heldSince when that time passed and the trigger was held for want of answers; an answer
   *     still counts then
   */
  record Case(
      VaultId vault,
      AccountId owner,
      VerificationKey ownerKey,
      List<KeySuccession.Epoch> ownerEpochs,
      Alias alias,
      UUID trustee,
      Signed policy,
      List<Signed> shareSets,
      Signed releaseKeys,
      List<PlacedFile> shares,
      List<Fact> facts,
      Instant answerBy,
      Optional<Instant> heldSince) {
    public Case {
      ownerEpochs = List.copyOf(ownerEpochs);
      shareSets = List.copyOf(shareSets);
      shares = List.copyOf(shares);
      facts = List.copyOf(facts);
    }
  }

  /** An answer that was recorded, now or before. */
  record Answered(Confirmation.Decision decision, Receipt receipt) {}

  /** The case of whoever holds this link; changes nothing. CONFLICT when nobody is asked now. */
  Outcome<Case> look(String token);

  /**
   * Records an answer, in time or late: as long as the trigger is held for want of answers, it
   * counts. The same answer again gives the same receipt; another one is refused.
   */
  Outcome<Answered> answer(String token, Signed confirmation);
}
