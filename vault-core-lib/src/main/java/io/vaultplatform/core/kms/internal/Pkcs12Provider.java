package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.spi.KeyCustody;
import io.vaultplatform.core.kms.spi.KmsProvider;
import io.vaultplatform.core.store.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The embedded default: keys in a PKCS#12 file beside the server.
 *
 * <p>Both principals are this process here, so the split between application and gate is a rule of
 * this class and no wall; an operator's key service with two credentials makes it one. Public for
 * ServiceLoader.
 */
public final class Pkcs12Provider implements KmsProvider {
  private static final String FILE = "vault.keystore";
  private static final String PASSWORD = "vault.keystore.password";

  @Override
  public String name() {
    return "pkcs12";
  }

  @Override
  public Set<String> settings() {
    return Set.of(FILE, PASSWORD);
  }

  @Override
  public KeyCustody open(Caller caller, Set<KeyRef> unused, Map<String, String> settings) {
    var given = Settings.of(settings);
    var password = given.required(PASSWORD);
    if (password.length() < 12) {
      throw Settings.wrong(PASSWORD, "has fewer than 12 characters");
    }
    return new Custody(
        caller, Pkcs12KeyStore.open(Path.of(given.required(FILE)), password.toCharArray(), unused));
  }

  private record Custody(Caller caller, Map<KeyRef, SecretBytes> keys) implements KeyCustody {
    @Override
    public byte[] seal(KeyRef key, SecretBytes plain, KeyContext context) {
      if (caller != Caller.APPLICATION) {
        throw new UnsupportedOperationException("the gate seals nothing");
      }
      return Sealing.seal(key(key), plain, meaning(key, context));
    }

    @Override
    public Optional<SecretBytes> unseal(KeyRef key, byte[] sealed, KeyContext context) {
      boolean mayUnseal =
          switch (caller) {
            case APPLICATION -> key != KeyRef.GATE;
            case GATE -> key == KeyRef.GATE;
          };
      return mayUnseal ? Sealing.open(key(key), sealed, meaning(key, context)) : Optional.empty();
    }

    private SecretBytes key(KeyRef key) {
      return Optional.ofNullable(keys.get(key)).orElseThrow();
    }

    private static Sealing.Meaning meaning(KeyRef key, KeyContext context) {
      var meaning = Sealing.Meaning.of("vault/key-service/v1").and(key.text());
      context.parts().forEach((name, value) -> meaning.and(name).and(value));
      return meaning;
    }

    @Override
    public void close() {
      keys.values().forEach(SecretBytes::close);
    }

    @Override
    public String toString() {
      return "Pkcs12[" + caller + "]";
    }
  }
}
