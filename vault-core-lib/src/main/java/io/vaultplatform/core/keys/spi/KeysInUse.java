package io.vaultplatform.core.keys.spi;

import io.vaultplatform.core.base.AccountId;
import java.util.Optional;

/** Something that was signed with an owner's keys and cannot be signed again without them. */
public interface KeysInUse {

  /** Why the owner's keys cannot be replaced now, as one sentence that says what to do first. */
  Optional<String> hindrance(AccountId owner);
}
