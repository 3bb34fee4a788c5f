package io.vaultplatform.core.grants;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Giving, taking back and consulting grants. Every call joins the caller's transaction and is
 * audited.
 */
public interface Grants {

  /**
   * What an owner wants to give.
   *
   * @param from empty for now
   */
  record Wish(
      AccountId who,
      Target what,
      Right right,
      Optional<Instant> from,
      Optional<Instant> until,
      Condition condition) {}

  /** A grant that was given or taken back, and the receipt for it. */
  record Given(Grant grant, Receipt receipt) {}

  /**
   * Gives; refused unless the vault is the caller's own, the other account, the document and the
   * trigger exist, and the right has an effect. A grant for after a release that is over holds at
   * once.
   */
  Outcome<Given> give(VaultId vault, Wish wish);

  /**
   * Takes back; refused unless the vault is the caller's own. Taking back twice changes nothing.
   */
  Outcome<Given> revoke(VaultId vault, GrantId grant);

  /** For the owner all grants of the vault, for others those that name them; oldest first. */
  List<Grant> list(VaultId vault);

  /**
   * Whether the caller may, and why. Asking changes nothing.
   *
   * @param owner of the vault, as the vault's own row says
   */
  GrantDecision decide(AccountId owner, Right right, Target what);

  /** A document was erased: grants on it end, each with its entry. For content. */
  void erased(VaultId vault, UUID document);

  /** From now on the conditions "after release of that trigger" hold. For the release engine. */
  void released(VaultId vault, UUID trigger);
}
