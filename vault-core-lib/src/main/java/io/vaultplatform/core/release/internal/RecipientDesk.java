package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.content.Ciphertext;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.ReleasedContent;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.core.people.Reach;
import io.vaultplatform.core.people.Recipient;
import io.vaultplatform.core.people.Recipients;
import io.vaultplatform.core.release.Releases;
import io.vaultplatform.core.store.EngineWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Shows recipients what was handed over to them, in the engine's transactions, and enters that it
 * did.
 */
@ApplicationScoped
class RecipientDesk implements Releases {
  private final EngineWork engine;
  private final Recipients recipients;
  private final Reach reach;
  private final ReleasedContent content;
  private final CaseRows cases;
  private final ClaimRows claims;
  private final ReleaseLog log;
  private final KeyDirectory directory;

  @Inject
  RecipientDesk(
      EngineWork engine,
      Recipients recipients,
      Reach reach,
      ReleasedContent content,
      CaseRows cases,
      ClaimRows claims,
      ReleaseLog log,
      KeyDirectory directory) {
    this.engine = engine;
    this.recipients = recipients;
    this.reach = reach;
    this.content = content;
    this.cases = cases;
    this.claims = claims;
    this.log = log;
    this.directory = directory;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  RecipientDesk() {
    this(null, null, null, null, null, null, null, null);
  }

  @Override
  public Outcome<Opened> open(String token, String code) {
    return recipients
        .admit(token, code)
        .then(
            admission ->
                engine.call(
                    () -> {
                      var releases = releases(admission.recipient());
                      if (releases.isEmpty()) {
                        return nothingNow(admission.recipient());
                      }
                      cases
                          .handed(admission.recipient().vault(), admission.recipient().id().value())
                          .forEach(
                              handed ->
                                  log.recipientOpened(
                                      handed.epoch().epoch(), admission.recipient().id().value()));
                      return Outcome.done(
                          new Opened(admission.session(), admission.expiresAt(), releases));
                    }));
  }

  @Override
  public Outcome<List<Release>> again(String session) {
    return recipients
        .admitted(session)
        .then(
            recipient ->
                engine.call(
                    () -> {
                      var releases = releases(recipient);
                      return releases.isEmpty()
                          ? RecipientDesk.<List<Release>>nothing()
                          : Outcome.done(releases);
                    }));
  }

  private List<Release> releases(Recipient recipient) {
    var byEpoch = new LinkedHashMap<Epoch, List<CaseRows.Handed>>();
    for (var handed : cases.handed(recipient.vault(), recipient.id().value())) {
      byEpoch.computeIfAbsent(handed.epoch().epoch(), epoch -> new ArrayList<>()).add(handed);
    }
    return byEpoch.values().stream().map(all -> release(recipient, all)).toList();
  }

  // The receipt is of the latest hand-over: it proves that the ones before were there too.
  private Release release(Recipient recipient, List<CaseRows.Handed> all) {
    var handed = all.getLast();
    var row = handed.epoch();
    var epoch = row.epoch();
    return new Release(
        epoch.trigger(),
        epoch.number(),
        row.owner(),
        row.ownerKey(),
        directory.history(row.owner()),
        reach.ownerAlias(recipient.vault()),
        recipient.id().value(),
        handed.at(),
        log.receipt(recipient.vault(), handed.entry()),
        row.policy(),
        row.releaseList(),
        all.stream().flatMap(one -> one.inner().stream()).toList(),
        claim(recipient, row, all),
        log.facts(recipient.vault(), epoch.trigger(), Optional.of(recipient.id().value())),
        row.readList().items().stream()
            .filter(item -> isFor(item, all))
            .flatMap(item -> stored(row, item).stream())
            .toList());
  }

  // Told of whom the platform opens for, and of nobody else.
  private Optional<Claim> claim(Recipient recipient, EpochRow row, List<CaseRows.Handed> all) {
    var me = recipient.id().value();
    return row.readPolicy()
        .recipient(me)
        .filter(named -> named.opens() == ReleasePolicy.Opens.EXECUTOR)
        .map(
            named ->
                new Claim(
                    claims.brought(row.epoch(), me).map(ClaimRows.Brought::fingerprint),
                    all.stream()
                        .filter(CaseRows.Handed::waits)
                        .map(CaseRows.Handed::portion)
                        .toList()));
  }

  // A stage that is to come, and another set of recipients, are nobody else's business.
  private static boolean isFor(ReleaseList.Item item, List<CaseRows.Handed> handed) {
    return handed.stream().anyMatch(h -> item.portions().contains(h.portion()));
  }

  // A document that is no longer stored is left out; the signed list shows the recipient that it
  // was.
  private Optional<StoredDocument> stored(EpochRow row, ReleaseList.Item item) {
    return switch (content.document(item(row, item))) {
      case Outcome.Done<StoredDocument>(var document) -> java.util.Optional.of(document);
      case Outcome.Refused<StoredDocument> refused -> Optional.empty();
    };
  }

  private static Item item(EpochRow row, ReleaseList.Item item) {
    return Item.of(item.encryptionClass(), row.epoch().vault(), item.document(), item.version());
  }

  @Override
  public Outcome<Ciphertext> content(String session, DocumentId document) {
    return recipients
        .admitted(session)
        .then(recipient -> engine.call(() -> content(recipient, document)));
  }

  private Outcome<Ciphertext> content(Recipient recipient, DocumentId document) {
    for (var handed : cases.handed(recipient.vault(), recipient.id().value())) {
      var item = handed.epoch().readList().item(document);
      if (item.isPresent() && isFor(item.get(), List.of(handed))) {
        return content
            .fetch(item(handed.epoch(), item.get()))
            .then(
                file -> {
                  log.fetched(handed.epoch().epoch(), recipient.id().value(), document.value());
                  return Outcome.done(file);
                });
      }
    }
    return nothing();
  }

  // Said to whoever brought the right code, and to nobody else.
  private <T> Outcome<T> nothingNow(Recipient recipient) {
    return Outcome.refused(
        cases.wasFrozen(recipient.vault(), recipient.id().value())
            ? Refusal.of(
                Refusal.Reason.GONE,
                "code",
                "What was handed over to you was called back by its owner; it is no longer given"
                    + " out.")
            : Refusal.of(
                Refusal.Reason.NOT_FOUND,
                "code",
                "Nothing is handed over to you yet. When it is, another letter comes."));
  }

  private static <T> Outcome<T> nothing() {
    return Outcome.refused(
        Refusal.of(Refusal.Reason.NOT_FOUND, "There is nothing here for you, or no longer."));
  }
}
