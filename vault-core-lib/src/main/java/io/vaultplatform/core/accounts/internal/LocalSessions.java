package io.vaultplatform.core.accounts.internal;

import io.vaultplatform.core.accounts.AccountName;
import io.vaultplatform.core.accounts.NetworkAddress;
import io.vaultplatform.core.accounts.SessionId;
import io.vaultplatform.core.accounts.Sessions;
import io.vaultplatform.core.accounts.SignIn;
import io.vaultplatform.core.accounts.TokenId;
import io.vaultplatform.core.accounts.Tokens;
import io.vaultplatform.core.accounts.internal.SignInFigures.Result;
import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.keys.spi.KeyNotices;
import io.vaultplatform.core.store.DoorWork;
import io.vaultplatform.core.store.PersonWork;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sign-in by the door, then everything else as the person who was recognised. */
@ApplicationScoped
class LocalSessions implements Sessions {
  private static final String ACCOUNT_OF =
      "SELECT account_id FROM vault_core.refresh_tokens WHERE token_hash = ?";

  // Of the open sessions; nobody reads further.
  private static final int SHOWN = 200;

  private final Door door;
  private final DoorWork doorWork;
  private final PersonWork person;
  private final Sql sql;
  private final SessionRows rows;
  private final AccessTokens tokens;
  private final AuditLog audit;
  private final Clock clock;
  private final SignInFigures figures;
  private final Afterwards afterwards;
  private final Iterable<KeyNotices> notices;
  private final AccountSettings settings;

  @Inject
  LocalSessions(
      Door door,
      DoorWork doorWork,
      PersonWork person,
      Sql sql,
      SessionRows rows,
      AccessTokens tokens,
      AuditLog audit,
      Clock clock,
      SignInFigures figures,
      Afterwards afterwards,
      @Any Instance<KeyNotices> notices,
      Settings settings) {
    this(
        door,
        doorWork,
        person,
        sql,
        rows,
        tokens,
        audit,
        clock,
        figures,
        afterwards,
        (Iterable<KeyNotices>) notices,
        settings);
  }

  LocalSessions(
      Door door,
      DoorWork doorWork,
      PersonWork person,
      Sql sql,
      SessionRows rows,
      AccessTokens tokens,
      AuditLog audit,
      Clock clock,
      SignInFigures figures,
      Afterwards afterwards,
      Iterable<KeyNotices> notices,
      Settings settings) {
    this.door = door;
    this.doorWork = doorWork;
    this.person = person;
    this.sql = sql;
    this.rows = rows;
    this.tokens = tokens;
    this.audit = audit;
    this.clock = clock;
    this.figures = figures;
    this.afterwards = afterwards;
    this.notices = notices;
    this.settings = AccountSettings.of(settings);
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  LocalSessions() {
    door = null;
    doorWork = null;
    person = null;
    sql = null;
    rows = null;
    tokens = null;
    audit = null;
    clock = null;
    figures = null;
    afterwards = null;
    notices = null;
    settings = null;
  }

  @Override
  public SignIn signIn(AccountName name, SecretBytes authKey, NetworkAddress from) {
    return switch (door.knock(name, authKey, from)) {
      case Door.Verdict.Known(var account, var key) ->
          counted(Result.ACCEPTED, person.as(account, () -> begin(account, key)));
      case Door.Verdict.Unknown(var named) -> {
        // Names that exist have a log of their own to enter it in, others share one: that takes
        // unequal time.
        afterwards.run(() -> refused(named, "wrong-key-or-unknown"));
        yield counted(Result.REFUSED, new SignIn.Refused());
      }
      case Door.Verdict.Wait(var time) -> counted(Result.WAITING, new SignIn.Waiting(time));
    };
  }

  @Override
  public SignIn refresh(String refreshToken) {
    var hash = hash(refreshToken);
    Optional<AccountId> account =
        doorWork.call(
            () -> sql.find(ACCOUNT_OF, row -> new AccountId(row.uuid("account_id")), hash));
    if (account.isEmpty()) {
      return counted(Result.REFUSED, new SignIn.Refused());
    }
    var renewal = person.as(account.get(), () -> renew(account.get(), hash));
    return counted(renewal.result(), renewal.answer());
  }

  @Override
  public void signOut(AccountId account, TokenId token) {
    person.as(
        account,
        () -> {
          rows.sessionOf(account, token).ifPresent(session -> end(account, session, "signed-out"));
          return token;
        });
  }

  @Override
  public boolean isOpen(AccountId account, TokenId token) {
    return person.as(account, () -> rows.isOpen(account, token, clock.instant()));
  }

  @Override
  public List<Open> open(AccountId account, TokenId asking) {
    return person.as(account, () -> open(account, asking, SHOWN));
  }

  private List<Open> open(AccountId account, TokenId asking, int most) {
    return rows.open(account, rows.sessionOf(account, asking), clock.instant(), most);
  }

  @Override
  public boolean end(AccountId account, SessionId session) {
    return person.as(account, () -> end(account, session, "ended-by-owner"));
  }

  @Override
  public int endOthers(AccountId account, TokenId asking) {
    return person.as(
        account,
        () -> {
          int ended = 0;
          for (var session : open(account, asking, Integer.MAX_VALUE)) {
            if (!session.current() && end(account, session.id(), "ended-by-owner")) {
              ended++;
            }
          }
          return ended;
        });
  }

  private SignIn begin(AccountId account, Door.Key key) {
    var now = clock.instant();
    var session = new SessionId(Randomness.uuidV7(now));
    var expires = now.plus(settings.sessionLife());
    boolean bySlot =
        switch (key) {
          case PASSPHRASE -> false;
          case SLOT -> true;
        };
    rows.begin(account, session, now, expires, bySlot);
    var accepted = add(account, session, now, expires);
    audit.append(
        draft(
            account,
            session,
            EventType.SIGNED_IN,
            Map.of("session", session.toString(), "key", bySlot ? "recovery" : "passphrase")));
    // Whoever has what is there for a recovery has all: the owner hears of it at once.
    if (bySlot) {
      notices.forEach(notice -> notice.tell(account, KeyNotices.News.RECOVERY_USED));
    }
    return accepted;
  }

  private record Renewal(Result result, SignIn answer) {}

  private Renewal renew(AccountId account, byte[] hash) {
    var now = clock.instant();
    var found = rows.lock(account, hash, now);
    if (found.isEmpty() || found.get().over()) {
      return new Renewal(Result.REFUSED, new SignIn.Refused());
    }
    var refresh = found.get();
    if (refresh.used()) {
      end(account, refresh.session(), "refresh-token-came-twice");
      return new Renewal(Result.REUSED, new SignIn.Refused());
    }
    rows.use(account, hash, now);
    var accepted = add(account, refresh.session(), now, refresh.sessionExpires());
    audit.append(
        draft(
            account,
            refresh.session(),
            EventType.SESSION_REFRESHED,
            Map.of("session", refresh.session().toString())));
    return new Renewal(Result.REFRESHED, accepted);
  }

  private SignIn add(AccountId account, SessionId session, Instant now, Instant sessionExpires) {
    var token = new TokenId(Randomness.uuidV7(now));
    var expires = earlier(now.plus(settings.accessLife()), sessionExpires);
    String refresh;
    try (var secret = Randomness.secret(32)) {
      refresh = secret.expose(Base64Url::encode);
    }
    rows.add(account, session, token, expires, hash(refresh), now);
    return new SignIn.Accepted(
        new Tokens(
            tokens.issue(account, session, token, now, expires), settings.accessLife(), refresh));
  }

  private boolean end(AccountId account, SessionId session, String why) {
    boolean ended = rows.revoke(account, session, clock.instant());
    if (ended) {
      audit.append(
          draft(
              account,
              session,
              EventType.SESSION_REVOKED,
              Map.of("session", session.toString(), "why", why)));
    }
    return ended;
  }

  // A name that exists has the refusal in its own log, where its owner sees it; another one in the
  // platform's.
  private void refused(Optional<AccountId> named, String why) {
    var chain = named.<Chain>map(Chain.OfAccount::new).orElseGet(Chain::ofPlatform);
    audit.refuse(
        Draft.of(
            chain,
            EventType.SIGN_IN_REFUSED,
            new Resource("account", named.map(AccountId::toString).orElse("-")),
            Actor.anonymous(),
            Map.of("why", why)));
  }

  private static Draft draft(
      AccountId account, SessionId session, EventType type, Map<String, Object> facts) {
    return Draft.of(
        Chain.of(account),
        type,
        Resource.of("session", session.value()),
        Actor.user(account),
        facts);
  }

  // The token is 256 random bits, so a plain hash hides it; no salt, for it is looked up by this.
  private static byte[] hash(String token) {
    return Digest.sha256(token.getBytes(StandardCharsets.UTF_8));
  }

  private <T extends SignIn> SignIn counted(Result result, T answer) {
    figures.count(result);
    return answer;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
