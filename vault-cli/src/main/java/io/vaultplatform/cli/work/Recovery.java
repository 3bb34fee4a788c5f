package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.http.Api;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Derivation;
import io.vaultplatform.core.crypto.Passphrase;
import io.vaultplatform.core.keys.KeyBundle;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.RecoveryCode;
import io.vaultplatform.core.keys.RecoveryDrill;
import io.vaultplatform.core.keys.SlotKeys;
import io.vaultplatform.core.keys.SlotKind;
import io.vaultplatform.core.keys.UnlockSlot;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What an owner prepares for the day on which the passphrase is lost, practises, and does on that
 * day.
 */
public final class Recovery {
  private final Client client;

  public Recovery(Client client) {
    this.client = client;
  }

  /** Adds a slot, or replaces the one of its kind. */
  public Accounts.Unlocked add(
      Accounts.Unlocked owner, SlotKind kind, SlotKeys keys, String label) {
    var slot = UnlockSlot.of(kind, keys, label, Instant.now());
    return new Slots(client.api()).change(owner, owner.bundle().slots().with(slot));
  }

  /** Adds the slot of a recovery kit; the code before it opens nothing from now on. */
  public Accounts.Unlocked addKit(Accounts.Unlocked owner, RecoveryCode code) {
    try (var keys = code.keys()) {
      return add(owner, SlotKind.KIT, keys, "");
    }
  }

  /** Takes a slot away. */
  public Accounts.Unlocked remove(Accounts.Unlocked owner, SlotKind kind) {
    if (owner.bundle().slots().of(kind).isEmpty()) {
      throw Stop.refused("There is no slot of the kind " + kind.text() + ".");
    }
    return new Slots(client.api()).change(owner, owner.bundle().slots().without(kind));
  }

  /**
   * A recovery from nothing: signed in with a slot's own key, in memory alone.
   *
   * @param api with a session of its own
   */
  private record Way(Api api, Accounts.Unlocked owner) implements AutoCloseable {
    @Override
    public void close() {
      owner.close();
      api.delete("sessions/current");
    }
  }

  private Way open(String name, SlotKeys keys) {
    var api = new Api(client.api().server().toString());
    var answer =
        api.post(
                "sessions",
                Map.of("name", name, "authKey", keys.access().<String>expose(Base64Url::encode)))
            .body();
    api.use(new Once(answer.text("accessToken")));
    return new Way(api, Accounts.opened(keys.identity(), api.get("accounts/me")));
  }

  /** A session that ends with the command. */
  private record Once(String token) implements Api.Access {
    @Override
    public boolean renew(String refused) {
      return false;
    }

    @Override
    public String toString() {
      return "Once[not shown]";
    }
  }

  /**
   * Goes the whole way of a recovery but its last step, and has that entered.
   *
   * @return when it was entered
   */
  public String drill(String name, SlotKeys keys) {
    try (var way = open(name, keys)) {
      held(way.owner().bundle());
      var bundle = Base64Url.decode(way.api().get("accounts/me").body().text("bundle"));
      var statement = RecoveryDrill.of(way.owner().id(), bundle).sign(way.owner().keys().signing());
      return way.api()
          .post("accounts/me/drills", Map.of("statement", statement.toTree()))
          .body()
          .text("drilledAt");
    }
  }

  // Where this computer knows the account, a drill that opened somebody else's keys is none.
  private void held(KeyBundle bundle) {
    client
        .home()
        .account()
        .ifPresent(known -> new Successions(client.api()).require(known, bundle));
  }

  /** Sets a new passphrase without the old one, and makes this computer the account's. */
  public Home.Account use(String name, SlotKeys keys, Supplier<Passphrase> fresh) {
    try (var way = open(name, keys);
        var passphrase = fresh.get();
        var signIn = Slots.SignIn.of(Derivation.fresh(), passphrase)) {
      var changed = new Slots(way.api()).change(way.owner(), signIn);
      changed.box().close();
      return become(name, way.owner(), signIn);
    }
  }

  /** Replaces the passphrase, or the work that it takes. */
  public Home.Account passphrase(
      Accounts.Unlocked owner, Derivation derivation, Supplier<Passphrase> fresh) {
    var name = client.home().requireAccount().name();
    try (var passphrase = fresh.get();
        var signIn = Slots.SignIn.of(derivation, passphrase)) {
      new Slots(client.api()).change(owner, signIn).box().close();
      var account = signIn.of(client.api().server().toString(), name, owner);
      client.home().save(account);
      return account;
    }
  }

  private Home.Account become(String name, Accounts.Unlocked owner, Slots.SignIn signIn) {
    var account = signIn.of(client.api().server().toString(), name, owner);
    client.home().save(account);
    new Accounts(client).openSession(name, signIn.keys());
    return account;
  }

  /** Replaces the owner's keys by new ones, which the present ones vouch for. */
  public Accounts.Unlocked rotate(Accounts.Unlocked owner) {
    var fresh = PrivateKeys.generate();
    var bundle = owner.bundle();
    var next = bundle.next(fresh);
    var succession =
        KeySuccession.sign(
            owner.id(), (int) next.epoch(), fresh.publicKeys(), fresh.signing(), bundle.keys());
    var changed = new Slots(client.api()).rotate(owner, next, succession);
    var known = client.home().requireAccount();
    client
        .home()
        .save(
            new Home.Account(
                known.server(),
                known.name(),
                known.id(),
                fresh.publicKeys().recipient().text(),
                fresh.publicKeys().signing().text(),
                known.kdf(),
                known.salt()));
    return changed;
  }
}
