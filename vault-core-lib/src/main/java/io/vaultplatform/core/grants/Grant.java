package io.vaultplatform.core.grants;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.KeptTime;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One permission, given by a vault's owner to one account.
 *
 * @param owner who gave it: the owner of the vault
 * @param who may act
 * @param what it is about
 * @param right what it allows
 * @param from holds from this moment on (included)
 * @param until holds up to this moment (excluded); empty for ever
 * @param condition what must have happened besides
 * @param revoked when it was taken back
 */
public record Grant(
    GrantId id,
    AccountId owner,
    AccountId who,
    Target what,
    Right right,
    Instant from,
    Optional<Instant> until,
    Condition condition,
    Optional<Instant> revoked) {

  public Grant {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(right, "right");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(revoked, "revoked");
    from = KeptTime.of("from", from);
    until = until.map(time -> KeptTime.of("until", time));
    if (who.equals(owner)) {
      throw new FieldException("who", "is the owner, who needs no grant");
    }
    if (until.isPresent() && !until.get().isAfter(from)) {
      throw new FieldException("until", "is not after the begin of the grant");
    }
  }
}
