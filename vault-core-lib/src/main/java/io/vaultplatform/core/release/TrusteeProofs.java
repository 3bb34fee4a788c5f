package io.vaultplatform.core.release;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.PlacedFile;
import io.vaultplatform.core.escrow.SealedFile;
import io.vaultplatform.core.keys.KeySuccession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The yearly proof, from the trustee's side. Each call is a transaction of its own; the link stands
 * for them.
 */
public interface TrusteeProofs {

  /**
   * Where a trustee's key stands.
   *
   * @param provedAt the last proof
   * @param due when the next one is due
   */
  record Standing(ProofTerm.Standing standing, Optional<Instant> provedAt, Instant due) {}

  /** Of whoever holds this link; changes nothing. Empty while no share of theirs is armed. */
  Outcome<Optional<Standing>> standing(String token);

  /**
   * What there is to prove.
   *
   * @param owner whose signatures count
   * @param ownerEpochs every keys of the owner, for whoever kept earlier ones
   * @param trustee the trustee's id within the vault
   * @param armings the armings in which they hold a share, oldest first
   */
  record Case(
      VaultId vault,
      AccountId owner,
      List<KeySuccession.Epoch> ownerEpochs,
      UUID trustee,
      List<Arming> armings) {
    public Case {
      ownerEpochs = List.copyOf(ownerEpochs);
      armings = List.copyOf(armings);
    }
  }

  /**
   * One arming in which a trustee holds a share.
   *
   * @param ownerKey the owner's key at that arming: earlier armings may have an earlier one
   * @param shares their own share files; none where all of theirs were handed out
   * @param challenge an age file to them, to be answered within the hour; empty when a proof of
   *     this arming was taken within the last day
   */
  record Arming(
      UUID trigger,
      VerificationKey ownerKey,
      Signed policy,
      List<Signed> shareSets,
      List<PlacedFile> shares,
      Optional<SealedFile> challenge) {
    public Arming {
      shareSets = List.copyOf(shareSets);
      shares = List.copyOf(shares);
    }
  }

  /** What whoever holds this link can prove now, with a challenge each. */
  Outcome<Case> challenge(String token);

  /**
   * A proof that was recorded.
   *
   * @param due when the next one is due
   */
  record Proved(Instant at, Instant due, Receipt receipt) {}

  /** Records a proof. Whatever does not answer the challenge that is open is refused. */
  Outcome<Proved> prove(String token, Signed statement);
}
