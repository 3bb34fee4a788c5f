package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.ClaimWarrant;
import io.vaultplatform.core.escrow.Confirmation;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleaseWarrant;
import io.vaultplatform.core.escrow.TrusteeProof;
import io.vaultplatform.core.release.Fact;
import io.vaultplatform.core.release.GroupProofs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a release enters in the vault's log, one method per event. Facts are ids, states, hashes and
 * numbers.
 */
@ApplicationScoped
class ReleaseLog {
  private static final int PIECE = 500;

  private final AuditLog log;

  @Inject
  ReleaseLog(AuditLog log) {
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ReleaseLog() {
    log = null;
  }

  public String origin() {
    return log.origin();
  }

  public Receipt receipt(Entry entry) {
    return log.receipt(entry);
  }

  public Receipt receipt(VaultId vault, long sequence) {
    return log.receipt(Chain.of(vault), sequence)
        .orElseThrow(
            () -> new VaultException("entry " + sequence + " of vault " + vault + " is gone"));
  }

  /** The dated events of one trigger's story, oldest first. */
  public List<Fact> facts(VaultId vault, UUID trigger, Optional<UUID> reader) {
    var facts = new ArrayList<Fact>();
    long after = 0;
    while (true) {
      var page = log.after(Chain.of(vault), after, PIECE);
      if (page.isEmpty()) {
        return facts;
      }
      page.forEach(entry -> Fact.about(entry, trigger, reader).ifPresent(facts::add));
      after = page.getLast().sequence();
    }
  }

  public void keysMade(Epoch epoch, Signed keys) {
    append(EventType.RELEASE_KEYS_MADE, epoch, gate(), Map.of("keysHash", keys.bodyHash()));
  }

  public void keysDestroyed(VaultId vault, UUID trigger, long epoch) {
    append(
        EventType.RELEASE_KEYS_DESTROYED, vault, trigger, epoch, Actor.system("release"), Map.of());
  }

  public void sharesDestroyed(VaultId vault, UUID trigger, long epoch) {
    append(
        EventType.PLATFORM_SHARES_DESTROYED,
        vault,
        trigger,
        epoch,
        Actor.system("release"),
        Map.of());
  }

  public Entry answered(Confirmation confirmation, Signed statement) {
    return append(
        EventType.CONFIRMATION_RECORDED,
        confirmation.epoch(),
        trustee(confirmation.trustee()),
        Map.of(
            "trustee",
            confirmation.trustee().toString(),
            "decision",
            confirmation.decision().text(),
            "keysHash",
            confirmation.releaseKeysHash(),
            "statementHash",
            statement.bodyHash()));
  }

  public void proofAsked(VaultId vault, UUID trustee, Instant due) {
    log.append(
        Draft.of(
            Chain.of(vault),
            EventType.TRUSTEE_PROOF_ASKED,
            Resource.of("trustee", trustee),
            Actor.system("release"),
            Map.of("trustee", trustee.toString(), "due", due.toString())));
  }

  public Entry proved(TrusteeProof proof, Signed statement) {
    return append(
        EventType.TRUSTEE_PROVED,
        proof.epoch(),
        trustee(proof.trustee()),
        Map.of(
            "trustee", proof.trustee().toString(),
            "challenge", proof.challenge(),
            "statementHash", statement.bodyHash()));
  }

  /** In a transaction of its own, for the caller's changes nothing. */
  public void proofRefused(VaultId vault, UUID trigger, UUID trustee, Refusal why) {
    log.refuse(
        Draft.of(
            Chain.of(vault),
            EventType.TRUSTEE_PROOF_REFUSED,
            Resource.of("trigger", trigger),
            trustee(trustee),
            Map.of("trigger", trigger.toString(), "why", why.field().orElse("state"))));
  }

  public void proofsShort(Epoch epoch, List<GroupProofs> groups) {
    append(
        EventType.PROOFS_SHORT,
        epoch,
        Actor.system("release"),
        Map.of(
            "short",
            groups.stream()
                .map(g -> g.path() + "." + g.group() + ":" + g.standing() + "/" + g.needed())
                .toList()));
  }

  /** In a transaction of its own, for the caller's changes nothing. */
  public void answerRefused(VaultId vault, UUID trigger, UUID trustee, Refusal why) {
    log.refuse(
        Draft.of(
            Chain.of(vault),
            EventType.CONFIRMATION_REFUSED,
            Resource.of("trigger", trigger),
            trustee(trustee),
            Map.of("trigger", trigger.toString(), "why", why.field().orElse("state"))));
  }

  /** In a transaction of its own, for the caller's changes nothing. */
  public void armRefused(VaultId vault, UUID trigger, Actor actor, Refusal why) {
    log.refuse(
        Draft.of(
            Chain.of(vault),
            EventType.REQUEST_REFUSED,
            Resource.of("trigger", trigger),
            actor,
            Map.of("why", "arm: " + why.field().orElse("state"))));
  }

  public void gateRefused(Epoch epoch, Refusal why) {
    append(EventType.GATE_REFUSED, epoch, gate(), Map.of("why", why.detail()));
  }

  public Entry listed(Epoch epoch, Actor owner, String hash, int version) {
    return append(
        EventType.RELEASE_LIST_SIGNED,
        epoch,
        owner,
        Map.of("releaseListHash", hash, "version", version));
  }

  /**
   * INV-09: reason, trigger, actor and policy; and every share that did not count, with its holder.
   */
  public void opened(ReleaseWarrant warrant, Gate.Given given) {
    var facts = new HashMap<String, Object>();
    facts.put("reason", warrant.reason());
    facts.put("policyHash", warrant.policyHash());
    facts.put("actor", warrant.actor());
    facts.put("stage", warrant.stage());
    facts.put("keysHash", given.evidence().keysHash());
    facts.put("logHead", given.evidence().head().sequence());
    facts.put(
        "confirmed", given.evidence().confirmed().stream().map(UUID::toString).sorted().toList());
    facts.put(
        "faults",
        given.unsealed().faults().stream()
            .map(f -> f.kind() + f.holder().map(h -> ":" + h).orElse(""))
            .toList());
    append(EventType.ESCROW_OPENED, warrant.epoch(), Actor.system(warrant.actor()), facts);
  }

  /**
   * INV-09: reason, trigger, actor and policy; and for whom, of which portions, and to which key.
   */
  public Entry readdressed(ClaimWarrant warrant, Gate.Readdressed opened) {
    return append(
        EventType.ESCROW_READDRESSED,
        warrant.epoch(),
        Actor.system(warrant.actor()),
        Map.of(
            "reason",
            warrant.reason(),
            "policyHash",
            warrant.policyHash(),
            "actor",
            warrant.actor(),
            "recipient",
            warrant.recipient().toString(),
            "fingerprint",
            warrant.key().fingerprint(),
            "portions",
            opened.packets().stream()
                .map(p -> p.portion().stage() + "." + p.portion().set())
                .sorted()
                .toList(),
            "logHead",
            opened.logHead()));
  }

  /** In a transaction of its own, for the caller's changes nothing. */
  public void keyRefused(VaultId vault, UUID trigger, UUID recipient, Refusal why) {
    var field = why.field().orElse("state");
    log.refuse(
        Draft.of(
            Chain.of(vault),
            EventType.RECIPIENT_KEY_REFUSED,
            Resource.of("trigger", trigger),
            recipient(recipient),
            Map.of(
                "trigger",
                trigger.toString(),
                "recipient",
                recipient.toString(),
                "why",
                field.equals("gate") ? "gate: " + why.detail() : field)));
  }

  public void packetsDestroyed(VaultId vault, UUID trigger, long epoch) {
    append(
        EventType.EXECUTOR_PACKETS_DESTROYED,
        vault,
        trigger,
        epoch,
        Actor.system("release"),
        Map.of());
  }

  public Entry handedOver(Epoch epoch, Portion portion, UUID recipient) {
    return append(
        EventType.RELEASE_HANDED_OVER,
        epoch,
        Actor.system("engine"),
        Map.of("stage", portion.stage(), "set", portion.set(), "recipient", recipient.toString()));
  }

  public void recipientOpened(Epoch epoch, UUID recipient) {
    append(
        EventType.RECIPIENT_OPENED,
        epoch,
        recipient(recipient),
        Map.of("recipient", recipient.toString()));
  }

  public void fetched(Epoch epoch, UUID recipient, UUID document) {
    append(
        EventType.RELEASE_FETCHED,
        epoch,
        recipient(recipient),
        Map.of("recipient", recipient.toString(), "document", document.toString()));
  }

  private Entry append(EventType type, Epoch epoch, Actor actor, Map<String, Object> facts) {
    return append(type, epoch.vault(), epoch.trigger(), epoch.number(), actor, facts);
  }

  private Entry append(
      EventType type,
      VaultId vault,
      UUID trigger,
      long epoch,
      Actor actor,
      Map<String, Object> facts) {
    var all = new HashMap<>(facts);
    all.put("trigger", trigger.toString());
    all.put("epoch", epoch);
    return log.append(Draft.of(Chain.of(vault), type, Resource.of("trigger", trigger), actor, all));
  }

  static Actor trustee(UUID id) {
    return new Actor(Actor.Kind.TRUSTEE, id.toString());
  }

  private static Actor recipient(UUID id) {
    return new Actor(Actor.Kind.RECIPIENT, id.toString());
  }

  private static Actor gate() {
    return Actor.system("gate");
  }
}
