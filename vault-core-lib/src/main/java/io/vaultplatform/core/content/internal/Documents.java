package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.base.Refusal.Reason.FORBIDDEN;
import static io.vaultplatform.core.base.Refusal.Reason.NOT_FOUND;
import static io.vaultplatform.core.base.Refusal.Reason.STALE;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ArmedEpoch;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.Offer;
import io.vaultplatform.core.content.RewrapRule;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.content.UploadRule.Situation;
import io.vaultplatform.core.content.UploadRule.Verdict;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.grants.GrantDecision;
import io.vaultplatform.core.grants.Grants;
import io.vaultplatform.core.grants.Right;
import io.vaultplatform.core.grants.Target;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stored documents: who may see or open them, and new headers for them. */
@Work
class Documents {
  private final DocumentRows rows;
  private final PlatformIdentities platform;
  private final Owners owners;
  private final Arming arming;
  private final Grants grants;
  private final ContentLog log;
  private final ContentSettings settings;

  @Inject
  Documents(
      DocumentRows rows,
      PlatformIdentities platform,
      Owners owners,
      Arming arming,
      Grants grants,
      ContentLog log,
      ContentSettings settings) {
    this.rows = rows;
    this.platform = platform;
    this.owners = owners;
    this.arming = arming;
    this.grants = grants;
    this.log = log;
    this.settings = settings;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Documents() {
    rows = null;
    platform = null;
    owners = null;
    arming = null;
    grants = null;
    log = null;
    settings = null;
  }

  void hold(VaultId vault) {
    rows.lockVault(vault);
  }

  // Row-level security answers by the same grants; a document that may not be seen is not in the
  // list.
  List<StoredDocument> list(VaultId vault, Optional<DocumentId> after, int limit) {
    return rows.list(vault, after, limit);
  }

  Outcome<StoredDocument> find(VaultId vault, DocumentId document) {
    return rows.latest(vault, document)
        .map(stored -> Outcome.done(stored.document()))
        .orElseGet(Documents::unknown);
  }

  /** The newest version, for whoever may open it; entered in the log as {@code as}. */
  Outcome<DocumentRows.Stored> toOpen(
      AccountId owner, VaultId vault, DocumentId document, String as) {
    var latest = rows.latest(vault, document);
    if (latest.isEmpty()) {
      return unknown();
    }
    var what = new Target.Document(vault, document.value());
    return switch (grants.decide(owner, Right.OPEN, what)) {
      case GrantDecision.Allowed(var grant, var explanation) -> {
        log.opened(latest.get().document().item(), as, grant.map(Object::toString).orElse("owner"));
        yield Outcome.done(latest.get());
      }
      case GrantDecision.Refused(var nearest, var explanation) -> {
        log.accessRefused(vault, document, explanation);
        yield Outcome.refused(Refusal.of(FORBIDDEN, explanation));
      }
    };
  }

  /** The newest version of a class A document, for the server to open; entered as plaintext. */
  Outcome<DocumentRows.Stored> toRead(AccountId owner, Item.Legible item) {
    var latest = rows.latest(item.vault(), item.document());
    if (latest.isPresent()) {
      var found = latest.get().document().item();
      if (found.encryptionClass() != EncryptionClass.A) {
        // Before the opening is entered: the refusal is entered apart, and would wait for its lock.
        log.askedToOpen(found);
        return Outcome.refused(
            FORBIDDEN,
            "class",
            "The server opens class A and nothing else; this document is of class "
                + found.encryptionClass()
                + ".");
      }
    }
    return toOpen(owner, item.vault(), item.document(), "plaintext");
  }

  /** New headers for a document that no list fixes. */
  Outcome<StoredDocument> rewrap(AccountId owner, VaultId vault, Vault.Rewrap rewrap, String etag) {
    // No list may come to name the document while it is decided that none does.
    rows.lockVault(vault);
    return locked(vault, rewrap)
        .then(stored -> unchanged(stored, etag))
        .then(
            stored ->
                arming
                    .pinned(vault, rewrap.item().document())
                    .map(why -> this.<StoredDocument>refused(rewrap.item(), why))
                    .orElseGet(() -> Outcome.done(stored)))
        .then(stored -> decided(owner, stored, rewrap, arming.of(vault)))
        .then(decided -> Outcome.done(carryOut(decided)));
  }

  private static Outcome<StoredDocument> unchanged(StoredDocument stored, String etag) {
    return stored.etag().equals(etag)
        ? Outcome.done(stored)
        : Outcome.refused(
            STALE, "If-Match", "The document was changed meanwhile; its ETag is another.");
  }

  /** Headers of an arming: every one is decided about before the first is stored. */
  Outcome<Vault.Exchange> exchange(
      AccountId owner, VaultId vault, List<Vault.Rewrap> rewraps, ArmedEpoch epoch) {
    var known = new ArrayList<>(arming.of(vault));
    known.add(epoch);
    var all = new ArrayList<Decided>();
    for (int i = 0; i < rewraps.size(); i++) {
      var rewrap = rewraps.get(i);
      switch (locked(vault, rewrap).then(stored -> decided(owner, stored, rewrap, known))) {
        case Outcome.Done<Decided>(var decided) -> all.add(decided);
        case Outcome.Refused<Decided>(var refusal) -> {
          return Outcome.refused(
              refusal.reason(),
              "headers[" + i + "]." + refusal.field().orElse("document"),
              refusal.detail());
        }
      }
    }
    return Outcome.done(() -> all.stream().map(this::carryOut).toList());
  }

  private Outcome<StoredDocument> locked(VaultId vault, Vault.Rewrap rewrap) {
    var item = rewrap.item();
    return item.vault().equals(vault)
        ? rows.lockLatest(vault, item.document())
            .map(found -> Outcome.done(found.document()))
            .orElseGet(Documents::unknown)
        : unknown();
  }

  /** Headers that were accepted. */
  private record Decided(Offer offer, Manifest manifest) {}

  private Outcome<Decided> decided(
      AccountId owner, StoredDocument stored, Vault.Rewrap rewrap, List<ArmedEpoch> armed) {
    return Offer.read(
            rewrap.item(),
            rewrap.headers().document(),
            stored.metadataUnder(rewrap.headers().metadata()),
            rewrap.manifest(),
            settings.limits())
        .then(offer -> decided(owner, stored, offer, armed));
  }

  private Outcome<Decided> decided(
      AccountId owner, StoredDocument stored, Offer offer, List<ArmedEpoch> armed) {
    var item = offer.item();
    Verdict verdict;
    try (var identities = platform.unsealed(item.vault())) {
      verdict =
          RewrapRule.decide(
              offer,
              stored.manifest(),
              stored.keys(),
              new Situation(
                  owner,
                  owners.signingKey(owner),
                  identities.suite(),
                  identities.newestFirst(),
                  Optional.of(stored.item()),
                  armed,
                  settings.limits(),
                  0));
    }
    return switch (verdict) {
      case Verdict.Refused(var refusal) -> refused(item, refusal);
      case Verdict.Unlisted(var refusal) -> refused(item, refusal);
      case Verdict.Violation(var refusal) -> {
        log.violation(item, refusal);
        yield new Outcome.Refused<>(refusal);
      }
      case Verdict.Accepted(var manifest) -> Outcome.done(new Decided(offer, manifest));
    };
  }

  private <T> Outcome<T> refused(Item item, Refusal why) {
    log.refused(item, why);
    return new Outcome.Refused<>(why);
  }

  private StoredDocument carryOut(Decided decided) {
    rows.rewrap(decided.offer(), decided.manifest().epoch());
    var now = rows.version(decided.offer().item()).orElseThrow().document();
    log.rewrapped(now);
    return now;
  }

  private static <T> Outcome<T> unknown() {
    return Outcome.refused(NOT_FOUND, "document", "There is no such document here.");
  }
}
