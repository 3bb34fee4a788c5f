package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.http.Api;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Derivation;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.BundleStatement;
import io.vaultplatform.core.keys.KeyBundle;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.UnlockSlots;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Registering, signing in and unlocking (INV-13): the server sees a derived key that signs in, and
 * a bundle it cannot open; the passphrase and the unlock seed stay in this process.
 */
public final class Accounts {
  private final Client client;

  public Accounts(Client client) {
    this.client = client;
  }

  /**
   * An owner with open keys. Close it to destroy them.
   *
   * @param box the bundle identity, which the slots hold
   * @param etag of the bundle as it was read
   * @param drilledAt when a recovery was last practised, as the server tells
   */
  public record Unlocked(
      AccountId id, KeyBundle bundle, AgeIdentity box, String etag, Optional<String> drilledAt)
      implements AutoCloseable {

    public PrivateKeys keys() {
      return bundle.keys();
    }

    /** The version of the bundle as it was read; ends the command where the server named none. */
    long version() {
      try {
        return Long.parseLong(etag.replace("\"", ""));
      } catch (NumberFormatException e) {
        throw Stop.refused("The server did not say which version of your keys it holds.");
      }
    }

    /** The owner's key of a suite; ends the command where there is none. */
    AgeIdentity identity(Optional<Suite> suite) {
      return suite
          .flatMap(keys()::identity)
          .orElseThrow(
              () -> Stop.refused("suite", "You have no key of the suite this is made for."));
    }

    @Override
    public void close() {
      bundle.close();
      box.close();
    }
  }

  /** Unlocks when it is first asked, for what may get by without the passphrase. */
  public static final class Late implements Supplier<Unlocked>, AutoCloseable {
    private final Accounts accounts;
    private Optional<Unlocked> unlocked = Optional.empty();

    public Late(Accounts accounts) {
      this.accounts = accounts;
    }

    @Override
    public Unlocked get() {
      if (unlocked.isEmpty()) {
        unlocked = Optional.of(accounts.unlock());
      }
      return unlocked.get();
    }

    @Override
    public void close() {
      unlocked.ifPresent(Unlocked::close);
    }
  }

  /** Makes an account with these keys, and signs in. */
  public Home.Account register(String name, PrivateKeys keys) {
    var derivation = Derivation.fresh();
    try (var passphrase = client.passphrase().get();
        var derived = derivation.derive(passphrase);
        var box = AgeIdentity.generate(Suite.HYBRID)) {
      var publicKeys = keys.publicKeys();
      var slots = UnlockSlots.first(derived.unlock().recipient(), Instant.now());
      var locked = KeyBundle.first(keys, slots).lock(box);
      var body = new LinkedHashMap<String, Object>(Slots.tree(locked));
      body.put("name", name);
      body.put("kdf", derivation.parameters());
      body.put("salt", Base64Url.encode(derivation.salt()));
      body.put("authKey", derived.authKey().<String>expose(Base64Url::encode));
      body.put("recipient", publicKeys.recipient().text());
      body.put("signingKey", publicKeys.signing().text());
      var answer = client.api().post("accounts", body).body();
      var account =
          new Home.Account(
              client.api().server().toString(),
              name,
              answer.text("account"),
              publicKeys.recipient().text(),
              publicKeys.signing().text(),
              derivation.parameters(),
              Base64Url.encode(derivation.salt()));
      client.home().save(account);
      openSession(name, derived);
      return account;
    }
  }

  /**
   * Signs in and checks that the bundle opens and holds the keys the server publishes.
   *
   * @param changed whether the owner says that they changed the passphrase elsewhere
   */
  public Home.Account signIn(String name, boolean changed) {
    var known = client.home().account().filter(a -> a.name().equals(name));
    var parameters =
        client
            .api()
            .get("accounts/parameters?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
            .body();
    if (!changed) {
      known.ifPresent(a -> requireSame(a, parameters));
    }
    var derivation =
        Refusals.done(
            Derivation.of(parameters.text("kdf"), Base64Url.decode(parameters.text("salt"))));
    try (var passphrase = client.passphrase().get();
        var derived = derivation.derive(passphrase)) {
      openSession(name, derived);
      var me = client.api().get("accounts/me");
      try (var owner = opened(derived.unlock(), me)) {
        var keys = owner.keys().publicKeys();
        known.ifPresent(a -> new Successions(client.api()).require(a, owner.bundle()));
        var account =
            new Home.Account(
                client.api().server().toString(),
                name,
                me.body().text("account"),
                keys.recipient().text(),
                keys.signing().text(),
                derivation.parameters(),
                Base64Url.encode(derivation.salt()));
        client.home().save(account);
        return account;
      }
    }
  }

  /**
   * Ends the session on the server, then forgets it here. While the server cannot be reached the
   * tokens stay: without them nobody could end it any more.
   */
  public void signOut() {
    var server = client.api().server().toString();
    if (client.home().tokens().filter(t -> t.server().equals(server)).isEmpty()) {
      throw Stop.refused("There is no session with " + server + " here.");
    }
    try {
      client.api().delete("sessions/current");
    } catch (Stop e) {
      if (e.exit() != Stop.Exit.REFUSED) {
        throw Stop.unreachable(
            e.sentence() + " The session was not ended and its tokens are kept: sign out again.",
            e);
      }
      client.home().forgetTokens();
      throw e;
    }
    client.home().forgetTokens();
  }

  /** Opens the owner's keys with the passphrase, which stays here. */
  public Unlocked unlock() {
    var account = client.home().requireAccount();
    // Not asked from the server again: what was registered is known, and a weaker answer would be a
    // trap.
    var derivation = Refusals.done(Derivation.of(account.kdf(), Base64Url.decode(account.salt())));
    var me = client.api().get("accounts/me");
    try (var passphrase = client.passphrase().get();
        var derived = derivation.derive(passphrase)) {
      var owner = opened(derived.unlock(), me);
      follow(account, owner.bundle());
      return owner;
    }
  }

  // Keys that were replaced on another computer: followed by their signatures, and then known here.
  private void follow(Home.Account known, KeyBundle bundle) {
    new Successions(client.api()).require(known, bundle);
    var keys = bundle.keys().publicKeys();
    if (!known.signing().equals(keys.signing().text())) {
      client
          .home()
          .save(
              new Home.Account(
                  known.server(),
                  known.name(),
                  known.id(),
                  keys.recipient().text(),
                  keys.signing().text(),
                  known.kdf(),
                  known.salt()));
    }
  }

  /** Stores a changed bundle behind the same slots; the answer is the owner with it. */
  public Unlocked store(Unlocked owner, KeyBundle changed) {
    var sealed = changed.seal(owner.box().recipient());
    var statement = new BundleStatement(owner.id(), owner.version(), Bytes.of(sealed));
    var reply =
        client
            .api()
            .put(
                "accounts/me/bundle",
                Map.of(
                    "bundle", Base64Url.encode(sealed),
                    "statement", statement.sign(owner.keys().signing()).toTree()),
                owner.etag().isEmpty() ? null : owner.etag());
    return new Unlocked(
        owner.id(), changed, owner.box(), reply.etag().orElse(""), owner.drilledAt());
  }

  /**
   * Names the address to which reminders go; it counts once confirmed by the link in the letter.
   *
   * @param alias what the people whom the owner names see them called
   */
  public Json address(String address, Optional<String> alias) {
    var body = new LinkedHashMap<String, Object>();
    body.put("address", address);
    alias.ifPresent(a -> body.put("alias", a));
    return client.api().put("accounts/me/address", body, null).body();
  }

  void openSession(String name, Derivation.Keys derived) {
    var answer =
        client
            .api()
            .post(
                "sessions",
                Map.of(
                    "name", name, "authKey", derived.authKey().<String>expose(Base64Url::encode)))
            .body();
    var tokens =
        new Home.Tokens(
            client.api().server().toString(),
            answer.text("accessToken"),
            answer.text("refreshToken"));
    client
        .home()
        .alone(
            () -> {
              client.home().save(tokens);
              return tokens;
            });
  }

  // One sentence for a wrong passphrase and for slots that somebody damaged: which of them it is
  // cannot be told from here either.
  static Unlocked opened(AgeIdentity unlock, Api.Reply me) {
    var body = me.body();
    var box = UnlockSlots.open(Base64Url.decode(body.text("slots")), unlock);
    if (box instanceof Opening.Opened<AgeIdentity>(var identity)
        && KeyBundle.open(Base64Url.decode(body.text("bundle")), identity)
            instanceof Opening.Opened<KeyBundle>(var bundle)) {
      return new Unlocked(
          new AccountId(UUID.fromString(body.text("account"))),
          bundle,
          identity,
          me.etag().orElse(""),
          body.optionalText("drilledAt"));
    }
    throw Stop.refused("Nothing that the server returned opens with this. Nothing was done.");
  }

  private static void requireSame(Home.Account known, Json parameters) {
    if (!known.kdf().equals(parameters.text("kdf"))
        || !known.salt().equals(parameters.text("salt"))) {
      throw Stop.refused(
          "The server asks for another key derivation than this account was made with. The"
              + " passphrase was not used. If you changed the passphrase on another computer, say"
              + " so: \"vault sign-in --changed\".");
    }
  }
}
