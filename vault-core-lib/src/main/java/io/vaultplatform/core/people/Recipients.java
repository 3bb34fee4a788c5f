package io.vaultplatform.core.people;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.MailAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The recipients of vaults. Calls join the caller's transaction, except where a link's token stands
 * for the caller.
 */
public interface Recipients {

  /** The owner names a recipient, with a key or without. Nobody is written to. */
  Outcome<Recipient> add(
      VaultId vault, Alias alias, MailAddress address, Optional<PersonKeys> keys, CodeHash code);

  /** All of a vault's recipients that the caller may see, oldest first. */
  List<Recipient> of(VaultId vault);

  /** One of them. */
  Optional<Recipient> find(VaultId vault, RecipientId recipient);

  /**
   * Lets a recipient in who brings the link's token and the code, for {@link Admission#expiresAt a
   * short time}. Wrong codes are counted in the database and audited. Runs in a transaction of its
   * own.
   */
  Outcome<Admission> admit(String token, String code);

  /** The recipient of a running admission; changes nothing. Runs in a transaction of its own. */
  Outcome<Recipient> admitted(String session);

  /**
   * An open door.
   *
   * @param session shown again with every request instead of token and code
   */
  record Admission(Recipient recipient, LinkToken session, Instant expiresAt) {}
}
