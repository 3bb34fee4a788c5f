package io.vaultplatform.core.people;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.notify.MailAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The trustees of vaults. Calls join the caller's transaction, except where a link's token stands
 * for the caller.
 */
public interface Trustees {

  /** The owner names a trustee; a letter with a link asks them. */
  Outcome<Trustee> invite(VaultId vault, Alias alias, MailAddress address);

  /** All of a vault's trustees that the caller may see, oldest first. */
  List<Trustee> of(VaultId vault);

  /** One of them. */
  Optional<Trustee> find(VaultId vault, TrusteeId trustee);

  /**
   * Accepts: the token proves the address, the signature proves the key. Refused when the keys are
   * the owner's or another trustee's, since nobody confirms their own trigger. Runs in a
   * transaction of its own.
   */
  Outcome<Trustee> accept(String token, Signed acceptance);

  /**
   * The trustee whose valid link this is; changes nothing, not even for a refusal. Runs in a
   * transaction of its own.
   */
  Outcome<Trustee> holding(String token);

  /**
   * What the holder of a trustee's link is shown before deciding; changes nothing. Runs in a
   * transaction of its own.
   */
  Outcome<Asked> asked(String token);

  /**
   * An invitation or trusteeship as its trustee sees it.
   *
   * @param owner what the owner calls themselves
   * @param ownerKeys whose statements the trustee will check, years later
   * @param until when the link ends
   */
  record Asked(Trustee trustee, Alias owner, PersonKeys ownerKeys, Instant until) {}
}
