package io.vaultplatform.cli.work;

import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.http.Api;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Derivation;
import io.vaultplatform.core.crypto.Passphrase;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.KeyBundle;
import io.vaultplatform.core.keys.UnlockSlots;
import io.vaultplatform.core.keys.UnlockStatement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Changes what unlocks the owner's keys: always all four slots anew, around a fresh bundle
 * identity, signed by the owner.
 */
final class Slots {
  private final Api api;

  Slots(Api api) {
    this.api = api;
  }

  /** A new way to sign in. */
  record SignIn(Derivation derivation, Derivation.Keys keys) implements AutoCloseable {
    static SignIn of(Derivation derivation, Passphrase passphrase) {
      return new SignIn(derivation, derivation.derive(passphrase));
    }

    private String salt() {
      return Base64Url.encode(derivation.salt());
    }

    private Map<String, Object> tree() {
      return Map.of(
          "kdf",
          derivation.parameters(),
          "salt",
          salt(),
          "authKey",
          keys.authKey().<String>expose(Base64Url::encode));
    }

    private String hash() {
      return UnlockStatement.signIn(derivation.parameters(), salt(), keys.authKey());
    }

    /** The account as this computer knows it from then on. */
    Home.Account of(String server, String name, Accounts.Unlocked owner) {
      var mine = owner.keys().publicKeys();
      return new Home.Account(
          server,
          name,
          owner.id().toString(),
          mine.recipient().text(),
          mine.signing().text(),
          derivation.parameters(),
          salt());
    }

    @Override
    public void close() {
      keys.close();
    }
  }

  /** The members of a request that exchanges slots. */
  static Map<String, Object> tree(KeyBundle.Locked locked) {
    return Map.of(
        "bundle", Base64Url.encode(locked.bundle().toArray()),
        "slots", Base64Url.encode(locked.slots().toArray()),
        "verifiers", Base64Url.encode(locked.verifiers().toArray()));
  }

  /** Exchanges the slots; the answer is the owner behind the new ones. */
  Accounts.Unlocked change(Accounts.Unlocked owner, UnlockSlots slots) {
    var changed = owner.bundle().with(slots);
    var box = AgeIdentity.generate(Suite.HYBRID);
    var body = signed(owner, changed.lock(box), Optional.empty());
    return stored(owner, changed, box, api.put("accounts/me/unlock", body, owner.etag()));
  }

  /** Exchanges the passphrase's slot together with what signs in. */
  Accounts.Unlocked change(Accounts.Unlocked owner, SignIn signIn) {
    var slots =
        owner.bundle().slots().withPassphrase(signIn.keys().unlock().recipient(), Instant.now());
    var changed = owner.bundle().with(slots);
    var box = AgeIdentity.generate(Suite.HYBRID);
    var body = signed(owner, changed.lock(box), Optional.of(signIn));
    return stored(owner, changed, box, api.put("accounts/me/unlock", body, owner.etag()));
  }

  /** Exchanges the bundle for one of the next epoch of keys. */
  Accounts.Unlocked rotate(Accounts.Unlocked owner, KeyBundle next, Signed succession) {
    var box = AgeIdentity.generate(Suite.HYBRID);
    var unlock = signed(owner, next.lock(box), Optional.empty());
    return stored(
        owner,
        next,
        box,
        api.put(
            "accounts/me/keys",
            Map.of("succession", succession.toTree(), "unlock", unlock),
            owner.etag()));
  }

  private static Accounts.Unlocked stored(
      Accounts.Unlocked owner, KeyBundle changed, AgeIdentity box, Api.Reply reply) {
    return new Accounts.Unlocked(
        owner.id(), changed, box, reply.etag().orElse(""), owner.drilledAt());
  }

  private static Map<String, Object> signed(
      Accounts.Unlocked owner, KeyBundle.Locked locked, Optional<SignIn> signIn) {
    var body = new LinkedHashMap<String, Object>(tree(locked));
    signIn.ifPresent(s -> body.put("signIn", s.tree()));
    body.put(
        "statement",
        statement(owner, locked, signIn.map(SignIn::hash), owner.keys().signing()).toTree());
    return body;
  }

  private static Signed statement(
      Accounts.Unlocked owner, KeyBundle.Locked locked, Optional<String> signIn, SigningKey key) {
    return new UnlockStatement(
            owner.id(),
            owner.version(),
            locked.bundle(),
            locked.slots(),
            locked.verifiers(),
            signIn)
        .sign(key);
  }
}
