package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.people.PersonKeys;
import java.util.List;

/** Every key an owner ever published, so that no trustee turns out to be the owner. */
interface OwnerKeys {

  List<PersonKeys> of(AccountId owner);
}
