package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.notify.Link;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.people.Trustee;
import io.vaultplatform.core.people.TrusteeAcceptance;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.people.TrusteeState;
import io.vaultplatform.core.people.Trustees;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.RowSecurity;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trustees from the invitation to the confirmed address. */
@ApplicationScoped
class TrusteeDesk implements Trustees {
  /**
   * What refused keys are answered with, for the owner's and another trustee's alike: neither is
   * theirs to learn.
   */
  static final String NOT_YOUR_OWN =
      "These keys already have a part in this vault: a trustee accepts with keys of their own.";

  private final Sql sql;
  private final EngineWork engine;
  private final Links links;
  private final PeopleLetters letters;
  private final TrusteeRows rows;
  private final OwnerKeys owners;
  private final Entries entries;
  private final PeopleSettings settings;

  @Inject
  TrusteeDesk(
      Sql sql,
      EngineWork engine,
      Links links,
      PeopleLetters letters,
      TrusteeRows rows,
      OwnerKeys owners,
      Entries entries,
      Settings settings) {
    this(sql, engine, links, letters, rows, owners, entries, PeopleSettings.of(settings));
  }

  TrusteeDesk(
      Sql sql,
      EngineWork engine,
      Links links,
      PeopleLetters letters,
      TrusteeRows rows,
      OwnerKeys owners,
      Entries entries,
      PeopleSettings settings) {
    this.sql = sql;
    this.engine = engine;
    this.links = links;
    this.letters = letters;
    this.rows = rows;
    this.owners = owners;
    this.entries = entries;
    this.settings = settings;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  TrusteeDesk() {
    this(null, null, null, null, null, null, null, (PeopleSettings) null);
  }

  @Override
  @Transactional(rollbackOn = Exception.class)
  @RowSecurity
  public Outcome<Trustee> invite(VaultId vault, Alias alias, MailAddress address) {
    return VaultOwner.withRoom(sql, vault, TrusteeRows.COUNT, settings.most())
        .then(this::withoutFlood)
        .then(owner -> Outcome.done(invite(vault, owner, alias, address)));
  }

  private Outcome<VaultOwner> withoutFlood(VaultOwner owner) {
    var since = UnaskedLetters.since(sql.now());
    var invited =
        sql.one(TrusteeRows.INVITED, row -> row.number("count"), owner.owner().value(), since);
    return invited < settings.lettersPerDay()
        ? Outcome.done(owner)
        : Outcome.refused(UnaskedLetters.tooMany(settings.lettersPerDay()));
  }

  private Trustee invite(VaultId vault, VaultOwner owner, Alias alias, MailAddress address) {
    var now = sql.now();
    var trustee =
        new Trustee(
            new TrusteeId(Randomness.uuidV7(now)),
            vault,
            alias,
            TrusteeState.INVITED,
            Optional.empty(),
            now);
    rows.add(trustee, address);
    var until = now.plus(settings.invitation());
    var token =
        links.create(LinkPurpose.TRUSTEE, new Scope.OfVault(vault), trustee.id().value(), until);
    letters.invitation(trustee, owner, address, token, until, now);
    entries.enter(
        vault,
        EventType.TRUSTEE_INVITED,
        "trustee",
        trustee.id().value(),
        Actor.user(owner.owner()),
        Map.of());
    return trustee;
  }

  @Override
  @Transactional(rollbackOn = Exception.class)
  @RowSecurity
  public List<Trustee> of(VaultId vault) {
    return rows.of(vault);
  }

  @Override
  @Transactional(rollbackOn = Exception.class)
  @RowSecurity
  public Optional<Trustee> find(VaultId vault, TrusteeId trustee) {
    return rows.find(vault, trustee);
  }

  /** Why keys are refused; entered in the log, not told. */
  private record Attempt(Trustee trustee, EventType type, String why) {}

  @Override
  public Outcome<Trustee> accept(String token, Signed acceptance) {
    // The entry about a refusal follows the transaction that it rolled back.
    var attempt = new Attempt[1];
    var outcome =
        links.use(
            token, LinkPurpose.TRUSTEE, link -> accept(link, invited(link), acceptance, attempt));
    if (attempt[0] != null) {
      var refused = attempt[0];
      entries.refuse(
          refused.trustee().vault(),
          refused.type(),
          "trustee",
          refused.trustee().id().value(),
          trustee(refused.trustee()),
          Map.of("why", refused.why()));
    }
    return outcome;
  }

  private Trustee invited(Link link) {
    return rows.lock(link.subject())
        .orElseThrow(
            () -> new VaultException("link " + link.id() + " leads to a trustee that is gone"));
  }

  private Outcome<Trustee> accept(Link link, Trustee trustee, Signed signed, Attempt[] attempt) {
    var read = TrusteeAcceptance.read(signed, trustee.vault(), trustee.id());
    return switch (read) {
      case Outcome.Refused<TrusteeAcceptance>(var refusal) -> {
        attempt[0] = new Attempt(trustee, EventType.REQUEST_REFUSED, "acceptance_not_valid");
        yield Outcome.refused(refusal);
      }
      case Outcome.Done<TrusteeAcceptance>(var acceptance) ->
          accept(link, trustee, acceptance.keys(), attempt);
    };
  }

  private Outcome<Trustee> accept(Link link, Trustee trustee, PersonKeys keys, Attempt[] attempt) {
    return switch (trustee.state()) {
      case INVITED, UNREACHED -> {
        if (takenBySomebodyElse(trustee, keys)) {
          attempt[0] = new Attempt(trustee, EventType.REQUEST_REFUSED, "keys_already_have_a_part");
          yield Outcome.refused(Reason.FORBIDDEN, "acceptance", NOT_YOUR_OWN);
        }
        yield Outcome.done(confirm(trustee, keys));
      }
      // The same answer again for a client that did not hear the first one; a link used by anybody
      // else is a used link.
      case ACCEPTED, CONFIRMED -> {
        if (trustee.keys().equals(Optional.of(keys))) {
          yield Outcome.done(reachedAgain(link, trustee));
        }
        attempt[0] = new Attempt(trustee, EventType.LINK_REFUSED, "used");
        yield Outcome.refused(Refusal.of(Reason.GONE, Links.REFUSAL));
      }
    };
  }

  // After a letter bounced, only a letter written since then shows that the address works again.
  private Trustee reachedAgain(Link link, Trustee trustee) {
    if (trustee.counts() || !link.createdAt().isAfter(trustee.since())) {
      return trustee;
    }
    entries.enter(
        trustee.vault(),
        EventType.TRUSTEE_ADDRESS_CONFIRMED,
        "trustee",
        trustee.id().value(),
        trustee(trustee),
        Map.of());
    return rows.become(trustee, trustee.state().cameBack(), trustee.keys(), sql.now());
  }

  private boolean takenBySomebodyElse(Trustee trustee, PersonKeys keys) {
    var others = rows.of(trustee.vault()).stream().map(Trustee::keys).flatMap(Optional::stream);
    return others.anyMatch(keys::sharesAKeyWith)
        || owners.of(ownerOf(trustee.vault())).stream().anyMatch(keys::sharesAKeyWith);
  }

  private AccountId ownerOf(VaultId vault) {
    return switch (VaultOwner.find(sql, vault)) {
      case Outcome.Done<VaultOwner>(var owner) -> owner.owner();
      case Outcome.Refused<VaultOwner> r -> throw new VaultException("vault " + vault + " is gone");
    };
  }

  private Trustee confirm(Trustee trustee, PersonKeys keys) {
    var confirmed = rows.become(trustee, trustee.state().cameBack(), Optional.of(keys), sql.now());
    var id = trustee.id().value();
    var actor = trustee(trustee);
    var fingerprint = Map.<String, Object>of("fingerprint", keys.fingerprint());
    entries.enter(trustee.vault(), EventType.TRUSTEE_ACCEPTED, "trustee", id, actor, fingerprint);
    entries.enter(
        trustee.vault(), EventType.TRUSTEE_ADDRESS_CONFIRMED, "trustee", id, actor, Map.of());
    entries.publish(trustee.vault(), "trustee", id, actor, keys);
    return confirmed;
  }

  @Override
  public Outcome<Trustee> holding(String token) {
    return links
        .look(token, LinkPurpose.TRUSTEE)
        .flatMap(link -> engine.<Optional<Trustee>>call(() -> rows.find(link.subject())))
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.of(Reason.GONE, Links.REFUSAL)));
  }

  @Override
  public Outcome<Asked> asked(String token) {
    return links
        .look(token, LinkPurpose.TRUSTEE)
        .flatMap(link -> engine.<Optional<Asked>>call(() -> asked(link)))
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.of(Reason.GONE, Links.REFUSAL)));
  }

  private Optional<Asked> asked(Link link) {
    return rows.find(link.subject())
        .map(
            trustee ->
                new Asked(
                    trustee,
                    letters.ownerAlias(trustee.vault()),
                    owners.of(ownerOf(trustee.vault())).getFirst(),
                    link.expiresAt()));
  }

  private static Actor trustee(Trustee trustee) {
    return new Actor(Actor.Kind.TRUSTEE, trustee.id().toString());
  }
}
