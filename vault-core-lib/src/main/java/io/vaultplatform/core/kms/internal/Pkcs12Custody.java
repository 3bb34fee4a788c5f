package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.crypto.PuncturableKey;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyVersion;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.kms.spi.KeyCustody;
import io.vaultplatform.core.kms.spi.KmsProvider.Caller;
import java.util.List;
import java.util.Optional;

/**
 * The keys of the file, for one caller, read again whenever the file is another one: so a version
 * that an operator adds on one server seals on every server from its next call on.
 *
 * <p>A file that cannot be read for a moment changes nothing: the keys at hand go on, and readiness
 * and the next change say what is wrong. An operator's order alone waits, for it is not carried out
 * on keys that may be old. One monitor, because keys that were destroyed are wiped and nobody may
 * be using them then.
 */
final class Pkcs12Custody implements KeyCustody {
  private static final System.Logger LOG = System.getLogger(Pkcs12Custody.class.getName());

  private final Caller caller;
  private final Pkcs12KeyStore file;
  private Pkcs12Keys keys;

  Pkcs12Custody(Caller caller, Pkcs12KeyStore file, Pkcs12Keys keys) {
    this.caller = caller;
    this.file = file;
    this.keys = keys;
  }

  private Pkcs12Keys current() {
    try {
      if (!file.stamp().equals(keys.stamp())) {
        var read = file.read();
        keys.close();
        keys = read;
      }
    } catch (IllegalStateException e) {
      if (caller == Caller.OPERATOR) {
        throw e;
      }
      LOG.log(System.Logger.Level.WARNING, "the key store cannot be read again", e);
    }
    return keys;
  }

  @Override
  public synchronized List<KeyVersion> versions(KeyRef key) {
    return current().of(key);
  }

  @Override
  public synchronized byte[] seal(KeyVersion version, SecretBytes plain, KeyContext context) {
    allow(caller == Caller.APPLICATION);
    var key = Optional.ofNullable(current().versions().get(version)).orElseThrow();
    return Sealing.seal(key, plain, meaning(version, context));
  }

  @Override
  public synchronized Optional<SecretBytes> unseal(
      KeyVersion version, byte[] sealed, KeyContext context) {
    boolean mayUnseal =
        switch (caller) {
          case APPLICATION -> version.key() != KeyRef.GATE;
          case GATE -> version.key() == KeyRef.GATE;
          case OPERATOR -> false;
        };
    return mayUnseal ? open(version, sealed, context) : Optional.empty();
  }

  private Optional<SecretBytes> open(KeyVersion version, byte[] sealed, KeyContext context) {
    return Optional.ofNullable(current().versions().get(version))
        .flatMap(key -> Sealing.open(key, sealed, meaning(version, context)));
  }

  @Override
  public synchronized Optional<SecretBytes> keyOf(Thing thing) {
    allow(caller == Caller.APPLICATION);
    return current().erasable().at(PuncturableKey.slot(thing.text()));
  }

  @Override
  public synchronized KeyVersion add(KeyRef key) {
    allow(caller == Caller.OPERATOR);
    return file.add(key);
  }

  @Override
  public synchronized void destroy(KeyVersion version) {
    allow(caller == Caller.OPERATOR);
    file.destroy(version);
    current();
  }

  @Override
  public synchronized Optional<byte[]> reseal(
      KeyVersion from, KeyVersion to, byte[] sealed, KeyContext context) {
    allow(caller == Caller.OPERATOR);
    var under = Optional.ofNullable(current().versions().get(to)).orElseThrow();
    return open(from, sealed, context)
        .map(
            secret -> {
              try (secret) {
                return Sealing.seal(under, secret, meaning(to, context));
              }
            });
  }

  @Override
  public synchronized void erase(List<Thing> things) {
    allow(caller == Caller.OPERATOR);
    file.replaceErasable(key -> without(key, things));
    current();
  }

  private static PuncturableKey without(PuncturableKey key, List<Thing> things) {
    var rest = key.without(PuncturableKey.slot(things.getFirst().text()));
    for (var thing : things.subList(1, things.size())) {
      var less = rest.without(PuncturableKey.slot(thing.text()));
      rest.close();
      rest = less;
    }
    return rest;
  }

  private void allow(boolean allowed) {
    if (!allowed) {
      throw new UnsupportedOperationException("not for " + caller);
    }
  }

  private static Sealing.Meaning meaning(KeyVersion version, KeyContext context) {
    var meaning = Sealing.Meaning.of("vault/key-service/v1").and(version.text());
    context.parts().forEach((name, value) -> meaning.and(name).and(value));
    return meaning;
  }

  @Override
  public synchronized void close() {
    keys.close();
  }

  @Override
  public String toString() {
    return "Pkcs12[" + caller + "]";
  }
}
