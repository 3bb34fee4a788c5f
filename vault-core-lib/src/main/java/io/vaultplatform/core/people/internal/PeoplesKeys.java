package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.spi.KeyHolders;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.PersonKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Trustees who accepted, and recipients: those who have no key of a suite, by name. */
@ApplicationScoped
class PeoplesKeys implements KeyHolders {
  private final TrusteeRows trustees;
  private final RecipientRows recipients;

  @Inject
  PeoplesKeys(TrusteeRows trustees, RecipientRows recipients) {
    this.trustees = trustees;
    this.recipients = recipients;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  PeoplesKeys() {
    this(null, null);
  }

  @Override
  public List<String> without(VaultId vault, Suite suite) {
    var names = new ArrayList<String>();
    trustees.of(vault).forEach(t -> t.keys().ifPresent(keys -> add(names, t.alias(), keys, suite)));
    recipients
        .of(vault)
        .forEach(r -> r.keys().ifPresent(keys -> add(names, r.alias(), keys, suite)));
    return List.copyOf(names);
  }

  private static void add(List<String> names, Alias alias, PersonKeys keys, Suite suite) {
    if (keys.recipient().of(suite).isEmpty()) {
      names.add(alias.text());
    }
  }
}
