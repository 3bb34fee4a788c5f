package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.people.PersonKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What of people stands in the audit log: ids, states and public keys; never an alias or an
 * address.
 */
@ApplicationScoped
class Entries {
  private final AuditLog audit;

  @Inject
  Entries(AuditLog audit) {
    this.audit = audit;
  }

  // For the container's proxy, which never uses the field.
  @SuppressWarnings("NullAway")
  Entries() {
    this(null);
  }

  void enter(
      VaultId vault, EventType type, String kind, UUID id, Actor actor, Map<String, Object> facts) {
    audit.append(Draft.of(Chain.of(vault), type, Resource.of(kind, id), actor, facts));
  }

  /** The log is the key directory: whoever keeps a receipt notices a key that was swapped later. */
  void publish(VaultId vault, String kind, UUID id, Actor actor, PersonKeys keys) {
    var facts = new HashMap<String, Object>();
    facts.put("epoch", 1L);
    facts.put("fingerprint", keys.fingerprint());
    facts.put("recipient", keys.recipient().text());
    keys.signing().ifPresent(signing -> facts.put("signing", signing.text()));
    enter(vault, EventType.KEY_PUBLISHED, kind, id, actor, facts);
  }

  void refuse(
      VaultId vault, EventType type, String kind, UUID id, Actor actor, Map<String, Object> facts) {
    audit.refuse(Draft.of(Chain.of(vault), type, Resource.of(kind, id), actor, facts));
  }
}
