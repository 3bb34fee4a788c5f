package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Derivation;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Passphrase;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.KeyBundle;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.PublicKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
   * @param etag of the bundle as it was read
   */
  public record Unlocked(AccountId id, KeyBundle bundle, Derivation.Keys derived, String etag)
      implements AutoCloseable {

    public PrivateKeys keys() {
      return bundle.keys();
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
      derived.close();
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
        var derived = derivation.derive(passphrase)) {
      var publicKeys = keys.publicKeys();
      var bundle = KeyBundle.first(keys).seal(derived.unlock().recipient());
      var answer =
          client
              .api()
              .post(
                  "accounts",
                  Map.of(
                      "name", name,
                      "kdf", derivation.parameters(),
                      "salt", Base64Url.encode(derivation.salt()),
                      "authKey", derived.authKey().<String>expose(Base64Url::encode),
                      "recipient", publicKeys.recipient().text(),
                      "signingKey", publicKeys.signing().text(),
                      "bundle", Base64Url.encode(bundle)))
              .body();
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

  /** Signs in and checks that the bundle opens and holds the keys the server publishes. */
  public Home.Account signIn(String name) {
    var known = client.home().account().filter(a -> a.name().equals(name));
    var parameters =
        client
            .api()
            .get("accounts/parameters?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
            .body();
    known.ifPresent(a -> requireSame(a, parameters));
    var derivation =
        Refusals.done(
            Derivation.of(parameters.text("kdf"), Base64Url.decode(parameters.text("salt"))));
    try (var passphrase = client.passphrase().get();
        var derived = derivation.derive(passphrase)) {
      openSession(name, derived);
      var me = client.api().get("accounts/me");
      try (var bundle = open(me.body(), derived)) {
        var keys = bundle.keys().publicKeys();
        var account =
            new Home.Account(
                client.api().server().toString(),
                name,
                me.body().text("account"),
                keys.recipient().text(),
                keys.signing().text(),
                derivation.parameters(),
                Base64Url.encode(derivation.salt()));
        known.ifPresent(a -> requireSameKeys(a, keys));
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
    try (var passphrase = client.passphrase().get()) {
      return unlocked(account, derivation, passphrase, me.body(), me.etag().orElse(""));
    }
  }

  private static Unlocked unlocked(
      Home.Account account, Derivation derivation, Passphrase passphrase, Json me, String etag) {
    var derived = derivation.derive(passphrase);
    var bundle = open(me, derived);
    requireSameKeys(account, bundle.keys().publicKeys());
    return new Unlocked(new AccountId(UUID.fromString(account.id())), bundle, derived, etag);
  }

  /** Stores a changed bundle; the answer is the owner with it. */
  public Unlocked store(Unlocked owner, KeyBundle changed) {
    var sealed = changed.seal(owner.derived().unlock().recipient());
    var reply =
        client
            .api()
            .put(
                "accounts/me/bundle",
                Map.of("bundle", Base64Url.encode(sealed)),
                owner.etag().isEmpty() ? null : owner.etag());
    return new Unlocked(owner.id(), changed, owner.derived(), reply.etag().orElse(""));
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

  private void openSession(String name, Derivation.Keys derived) {
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

  private static KeyBundle open(Json me, Derivation.Keys derived) {
    return switch (KeyBundle.open(Base64Url.decode(me.text("bundle")), derived.unlock())) {
      case Opening.Opened<KeyBundle>(var bundle) -> bundle;
      case Opening.Unopened<KeyBundle> unopened ->
          throw Stop.refused(
              "The passphrase does not open the key bundle that the server returned.");
    };
  }

  private static void requireSame(Home.Account known, Json parameters) {
    if (!known.kdf().equals(parameters.text("kdf"))
        || !known.salt().equals(parameters.text("salt"))) {
      throw Stop.refused(
          "The server asks for another key derivation than this account was made with. The"
              + " passphrase was not used.");
    }
  }

  private static void requireSameKeys(Home.Account known, PublicKeys keys) {
    if (!known.recipient().equals(keys.recipient().text())
        || !known.signing().equals(keys.signing().text())) {
      throw Stop.refused(
          "The key bundle holds other keys than this client knows for the account. Nothing was"
              + " done.");
    }
  }
}
