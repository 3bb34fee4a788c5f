package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ClassOrder;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Suite;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What content enters in the log, one method per event. Facts are ids, classes, sizes and hashes.
 */
@ApplicationScoped
class ContentLog {
  private final AuditLog log;
  private final Acting acting;

  @Inject
  ContentLog(AuditLog log, Acting acting) {
    this.log = log;
    this.acting = acting;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ContentLog() {
    log = null;
    acting = null;
  }

  void vaultCreated(VaultId vault, String product, Suite suite, AgeRecipient platform) {
    log.append(
        Draft.of(
            Chain.of(vault),
            EventType.VAULT_CREATED,
            Resource.of("vault", vault.value()),
            acting.actor(),
            Map.of(
                "product",
                product,
                "suite",
                suite.text(),
                "platformRecipient",
                platform.fingerprint())));
  }

  /** The vault became stronger; what was stored before keeps its keys. */
  void suiteChanged(VaultId vault, Suite from, Suite to, AgeRecipient platform) {
    log.append(
        Draft.of(
            Chain.of(vault),
            EventType.VAULT_SUITE_CHANGED,
            Resource.of("vault", vault.value()),
            acting.actor(),
            Map.of(
                "from", from.text(),
                "to", to.text(),
                "platformRecipient", platform.fingerprint())));
  }

  /**
   * Enters the first version as a new document too. Class A headers are recorded here and nowhere
   * else.
   */
  Entry stored(StoredDocument document) {
    var manifest = document.manifest();
    if (manifest.version() == 1) {
      log.append(draft(EventType.DOCUMENT_CREATED, manifest.item(), facts(manifest.item())));
    }
    var facts = facts(manifest.item());
    facts.put("payloadSha256", manifest.payloadSha256());
    facts.put("payloadSize", manifest.payloadSize());
    facts.put("manifestSha256", document.signed().bodyHash());
    facts.put("epoch", manifest.epoch());
    facts.put("headerSha256", Digest.sha256Hex(document.headers().document()));
    facts.put("metadataHeaderSha256", Digest.sha256Hex(document.headers().metadata()));
    return log.append(draft(EventType.DOCUMENT_STORED, manifest.item(), facts));
  }

  void rewrapped(StoredDocument document) {
    var facts = facts(document.item());
    facts.put("epoch", document.manifest().epoch());
    facts.put("manifestSha256", document.signed().bodyHash());
    facts.put("headerSha256", Digest.sha256Hex(document.headers().document()));
    facts.put("metadataHeaderSha256", Digest.sha256Hex(document.headers().metadata()));
    log.append(draft(EventType.DOCUMENT_HEADER_REWRAPPED, document.item(), facts));
  }

  /**
   * Enters a fetch or an opening by the server.
   *
   * @param as {@code ciphertext} or {@code plaintext}
   * @param basis on which it was allowed: a grant's id, or {@code owner}
   */
  void opened(Item item, String as, String basis) {
    var facts = facts(item);
    facts.put("as", as);
    facts.put("basis", basis);
    log.append(draft(EventType.DOCUMENT_OPENED, item, facts));
  }

  /** An upload was thrown away in the caller's transaction. */
  void discarded(Item item, Refusal why) {
    var facts = facts(item);
    facts.put("why", why.field().orElse("upload"));
    log.append(draft(EventType.UPLOAD_REFUSED, item, facts));
  }

  /** An upload that nobody continued was cleared. */
  void abandoned(VaultId vault, DocumentId document) {
    log.append(
        Draft.of(
            Chain.of(vault),
            EventType.UPLOAD_REFUSED,
            Resource.of("document", document.value()),
            Actor.system("uploads"),
            Map.of("why", "abandoned")));
  }

  /** An offer was refused; the caller's transaction changes nothing. */
  void refused(Item item, Refusal why) {
    var facts = facts(item);
    facts.put("why", why.field().orElse("upload"));
    log.refuse(draft(EventType.UPLOAD_REFUSED, item, facts));
  }

  /** INV-06: something the server could have read was offered as something it never reads. */
  void violation(Item item, Refusal why) {
    var facts = facts(item);
    // Headers are what the platform could open; everything else was stored under a stronger class.
    var field = why.field().orElse("file");
    facts.put(
        "why",
        field.startsWith("manifest.")
            ? "a payload of a stronger class came as a weaker one"
            : "a platform identity opens the " + field);
    log.refuse(draft(EventType.ENCRYPTION_CLASS_VIOLATION_ATTEMPT, item, facts));
  }

  /** INV-06: somebody asked the server to open what it never reads. */
  void askedToOpen(Item item) {
    var facts = facts(item);
    facts.put("why", "the server was asked to open it");
    log.refuse(draft(EventType.ENCRYPTION_CLASS_VIOLATION_ATTEMPT, item, facts));
  }

  /** Somebody who may know of a document asked for more than they were granted. */
  void accessRefused(VaultId vault, DocumentId document, String why) {
    log.refuse(
        Draft.of(
            Chain.of(vault),
            EventType.ACCESS_REFUSED,
            Resource.of("document", document.value()),
            acting.actor(),
            Map.of("why", why)));
  }

  Entry classChangeOrdered(ClassOrder order, String orderHash, Duration waiting) {
    var facts = facts(order);
    facts.put("orderSha256", orderHash);
    facts.put("waiting", waiting.toString());
    return log.append(draft(EventType.CLASS_CHANGE_ORDERED, order, facts));
  }

  void classChangeTold(ClassOrder order, Instant due) {
    var facts = facts(order);
    facts.put("due", due.toString());
    log.append(
        Draft.of(
            Chain.of(order.vault()),
            EventType.CLASS_CHANGE_TOLD,
            Resource.of("document", order.document().value()),
            Actor.system("outbox"),
            facts));
  }

  Entry classChangeCancelled(ClassOrder order) {
    return log.append(draft(EventType.CLASS_CHANGE_CANCELLED, order, facts(order)));
  }

  /**
   * The successor took the document's place.
   *
   * @param erased how many versions of it were erased
   */
  Entry classChanged(ClassOrder order, String orderHash, int erased) {
    var facts = facts(order);
    facts.put("orderSha256", orderHash);
    facts.put("erasedVersions", erased);
    return log.append(draft(EventType.CLASS_CHANGED, order, facts));
  }

  /** An order was refused; the caller's transaction changes nothing. */
  void classChangeRefused(VaultId vault, DocumentId document, Refusal why) {
    log.refuse(
        Draft.of(
            Chain.of(vault),
            EventType.CLASS_CHANGE_REFUSED,
            Resource.of("document", document.value()),
            acting.actor(),
            Map.of("why", why.field().orElse("order"))));
  }

  /** INV-02, INV-06: a change was ordered that is never allowed. */
  void forbiddenChange(VaultId vault, DocumentId document, EncryptionClass type) {
    log.refuse(
        Draft.of(
            Chain.of(vault),
            EventType.ENCRYPTION_CLASS_VIOLATION_ATTEMPT,
            Resource.of("document", document.value()),
            acting.actor(),
            Map.of("class", type.name(), "why", "what was class C was ordered as class A")));
  }

  private Draft draft(EventType type, ClassOrder order, Map<String, Object> facts) {
    return Draft.of(
        Chain.of(order.vault()),
        type,
        Resource.of("document", order.document().value()),
        acting.actor(),
        facts);
  }

  private static Map<String, Object> facts(ClassOrder order) {
    var facts = new HashMap<String, Object>();
    facts.put("from", order.from().name());
    facts.put("to", order.to().name());
    facts.put("successor", order.successor().toString());
    return facts;
  }

  Receipt receipt(Entry entry) {
    return log.receipt(entry);
  }

  Optional<Receipt> receipt(VaultId vault, long sequence) {
    return log.receipt(Chain.of(vault), sequence);
  }

  private Draft draft(EventType type, Item item, Map<String, Object> facts) {
    return Draft.of(
        Chain.of(item.vault()),
        type,
        Resource.of("document", item.document().value()),
        acting.actor(),
        facts);
  }

  private static Map<String, Object> facts(Item item) {
    var facts = new HashMap<String, Object>();
    facts.put("class", item.encryptionClass().name());
    facts.put("version", item.version());
    return facts;
  }
}
