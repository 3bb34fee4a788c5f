package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.notify.Link;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.CodeHash;
import io.vaultplatform.core.people.CodeTries;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.people.Recipient;
import io.vaultplatform.core.people.RecipientCode;
import io.vaultplatform.core.people.RecipientId;
import io.vaultplatform.core.people.RecipientState;
import io.vaultplatform.core.people.Recipients;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.RowSecurity;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recipients: named by the owner, let in by link and code. */
@ApplicationScoped
class RecipientDesk implements Recipients {
  /** What a wrong code is answered with. */
  static final String WRONG_CODE = "This code does not fit this link.";

  /** In the place of a fingerprint, for whoever has no key yet. */
  private static final String NO_KEY = "none";

  private final Sql sql;
  private final EngineWork engine;
  private final Links links;
  private final RecipientRows rows;
  private final Entries entries;
  private final PeopleSettings settings;
  private final Pace pace;

  @Inject
  RecipientDesk(
      Sql sql,
      EngineWork engine,
      Links links,
      RecipientRows rows,
      Entries entries,
      Settings settings) {
    this(sql, engine, links, rows, entries, PeopleSettings.of(settings), Pace.ofRefusals());
  }

  RecipientDesk(
      Sql sql,
      EngineWork engine,
      Links links,
      RecipientRows rows,
      Entries entries,
      PeopleSettings settings,
      Pace pace) {
    this.sql = sql;
    this.engine = engine;
    this.links = links;
    this.rows = rows;
    this.entries = entries;
    this.settings = settings;
    this.pace = pace;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  RecipientDesk() {
    this(null, null, null, null, null, null, null);
  }

  @Override
  @Transactional(rollbackOn = Exception.class)
  @RowSecurity
  public Outcome<Recipient> add(
      VaultId vault, Alias alias, MailAddress address, Optional<PersonKeys> keys, CodeHash code) {
    return VaultOwner.withRoom(sql, vault, RecipientRows.COUNT, settings.most())
        .then(owner -> add(vault, owner, alias, address, keys, code));
  }

  private Outcome<Recipient> add(
      VaultId vault,
      VaultOwner owner,
      Alias alias,
      MailAddress address,
      Optional<PersonKeys> keys,
      CodeHash code) {
    boolean taken =
        keys.isPresent()
            && rows.of(vault).stream()
                .flatMap(other -> other.keys().stream())
                .anyMatch(keys.get()::sharesAKeyWith);
    if (taken) {
      return Outcome.refused(
          Reason.CONFLICT, "recipient", "Another recipient of this vault has this key already.");
    }
    var now = sql.now();
    var recipient =
        new Recipient(
            new RecipientId(Randomness.uuidV7(now)), vault, alias, keys, RecipientState.ADDED, now);
    rows.add(recipient, address, code);
    var id = recipient.id().value();
    var actor = Actor.user(owner.owner());
    entries.enter(
        vault,
        EventType.RECIPIENT_ADDED,
        "recipient",
        id,
        actor,
        Map.of("fingerprint", keys.map(PersonKeys::fingerprint).orElse(NO_KEY)));
    keys.ifPresent(known -> entries.publish(vault, "recipient", id, actor, known));
    return Outcome.done(recipient);
  }

  @Override
  @Transactional(rollbackOn = Exception.class)
  @RowSecurity
  public List<Recipient> of(VaultId vault) {
    return rows.of(vault);
  }

  @Override
  @Transactional(rollbackOn = Exception.class)
  @RowSecurity
  public Optional<Recipient> find(VaultId vault, RecipientId recipient) {
    return rows.find(vault, recipient);
  }

  /**
   * What came of a code. Never an {@code Outcome}: a wrong one has to be counted, and a refusal
   * would be rolled back.
   */
  private sealed interface Tried {
    record In(Admission admission) implements Tried {}

    record Wrong(Recipient recipient) implements Tried {}

    record Wait(Recipient recipient, Instant until, Instant now) implements Tried {}
  }

  @Override
  public Outcome<Admission> admit(String token, String code) {
    var began = pace.begin();
    var outcome =
        links
            .use(token, LinkPurpose.RECIPIENT, link -> Outcome.done(attempt(link, code)))
            .then(this::answer);
    if (outcome instanceof Outcome.Refused<Admission>) {
      // An unknown link, a wrong code and a wait all answer after the same time.
      pace.end(began);
    }
    return outcome;
  }

  private Tried attempt(Link link, String code) {
    var door =
        rows.lock(link.subject())
            .orElseThrow(
                () ->
                    new VaultException("link " + link.id() + " leads to a recipient that is gone"));
    var now = sql.now();
    // Compared before the wait is looked at: the right code is let in during it. A wait for it
    // would
    // let whoever reads the mailbox keep the recipient out for as long as they like.
    if (RecipientCode.parse(code).filter(typed -> typed.matches(door.code())).isEmpty()) {
      if (!door.tries().allow(now, settings.tries())) {
        return new Tried.Wait(
            door.recipient(), door.tries().since().plus(settings.tries().within()), now);
      }
      rows.tried(door.recipient(), door.tries().oneMore(now, settings.tries()));
      return new Tried.Wrong(door.recipient());
    }
    rows.tried(door.recipient(), new CodeTries(0, now));
    var until = earlier(now.plus(settings.session()), link.expiresAt());
    var session =
        links.create(
            LinkPurpose.RECIPIENT_SESSION,
            new Scope.OfVault(door.recipient().vault()),
            door.recipient().id().value(),
            until);
    return new Tried.In(new Admission(door.recipient(), session, until));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Outcome<Admission> answer(Tried tried) {
    return switch (tried) {
      case Tried.In(var admission) -> Outcome.done(admission);
      case Tried.Wrong(var recipient) -> {
        refused(recipient, "wrong_code");
        yield Outcome.refused(Reason.UNAUTHENTICATED, "code", WRONG_CODE);
      }
      case Tried.Wait(var recipient, var until, var now) -> {
        refused(recipient, "too_many_tries");
        yield Outcome.refused(
            Refusal.tooMany(
                "code",
                "This code does not fit this link, and too many did not. Try again after "
                    + until.truncatedTo(ChronoUnit.SECONDS)
                    + "; the right code is let in before.",
                Duration.between(now, until)));
      }
    };
  }

  private void refused(Recipient recipient, String why) {
    entries.refuse(
        recipient.vault(),
        EventType.RECIPIENT_CODE_REFUSED,
        "recipient",
        recipient.id().value(),
        Actor.anonymous(),
        Map.of("recipient", recipient.id().toString(), "why", why));
  }

  @Override
  public Outcome<Recipient> admitted(String session) {
    return links
        .look(session, LinkPurpose.RECIPIENT_SESSION)
        .flatMap(link -> engine.<Optional<Recipient>>call(() -> rows.find(link.subject())))
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.of(Reason.UNAUTHENTICATED, Links.REFUSAL)));
  }
}
