package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.people.PersonKeys;
import java.util.List;

/**
 * The keys an owner published, the current ones first, so that no trustee turns out to be the
 * owner.
 */
interface OwnerKeys {

  List<PersonKeys> of(AccountId owner);
}
