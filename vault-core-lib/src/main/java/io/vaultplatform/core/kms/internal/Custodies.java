package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.GateKeyService;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.kms.spi.KeyCustody;
import io.vaultplatform.core.kms.spi.KmsProvider;
import io.vaultplatform.core.kms.spi.KmsProvider.Caller;
import io.vaultplatform.core.store.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The configured key service, opened once as each principal. The bounds of the API are checked
 * here, so that no adapter can forget them.
 */
record Custodies(KeyCustody application, KeyCustody gate) implements AutoCloseable {
  private static final String PROVIDER = "vault.kms.provider";

  /**
   * @param unused the keys under which nothing is sealed yet; these alone may be made
   * @throws IllegalStateException naming the setting that is missing or wrong
   */
  static Custodies open(Settings settings, Set<KeyRef> unused) {
    var wanted = settings.text(PROVIDER, "pkcs12");
    var known = providers();
    var chosen =
        known.stream()
            .filter(provider -> provider.name().equals(wanted))
            .findFirst()
            .orElseThrow(
                () -> Settings.wrong(PROVIDER, "names no key service; known are " + names(known)));
    Map<String, String> values = new HashMap<>();
    chosen.settings().forEach(key -> settings.find(key).ifPresent(value -> values.put(key, value)));
    return new Custodies(
        chosen.open(Caller.APPLICATION, unused, values), chosen.open(Caller.GATE, unused, values));
  }

  /** Whether these bytes were sealed under this key and context. */
  boolean opens(KeyRef key, byte[] sealed, KeyContext context) {
    var opened = (key == KeyRef.GATE ? gate : application).unseal(key, sealed, context);
    opened.ifPresent(SecretBytes::close);
    return opened.isPresent();
  }

  /** The settings of every installed provider: one that is not in use may stay configured. */
  static Set<String> names() {
    var names = new HashSet<>(Set.of(PROVIDER));
    providers().forEach(provider -> names.addAll(provider.settings()));
    return names;
  }

  private static List<KmsProvider> providers() {
    return ServiceLoader.load(KmsProvider.class, KmsProvider.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  KeyService forApplication() {
    return new KeyService() {
      @Override
      public byte[] seal(KeyRef key, SecretBytes plain, KeyContext context) {
        if (plain.length() < 1 || plain.length() > MOST) {
          throw new IllegalArgumentException(
              "the key service seals 1 to " + MOST + " bytes, not " + plain.length());
        }
        return asked(key, () -> application.seal(key, plain, context));
      }

      @Override
      public SecretBytes unseal(KeyRef key, byte[] sealed, KeyContext context) {
        if (key == KeyRef.GATE) {
          throw new VaultException("only the release gate unseals with the gate's key");
        }
        return asked(key, () -> application.unseal(key, sealed, context))
            .orElseThrow(() -> closed(key, context));
      }
    };
  }

  GateKeyService forGate() {
    return (envelope, context) ->
        asked(KeyRef.GATE, () -> gate.unseal(KeyRef.GATE, envelope, context))
            .orElseThrow(() -> closed(KeyRef.GATE, context));
  }

  // What an adapter throws when its service is away is its own affair; our callers wait for one
  // thing.
  private static <T> T asked(KeyRef key, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw new KeyServiceException(
          "the key service does not answer for key '" + key.text() + "': see to it", e);
    }
  }

  private static KeyServiceException closed(KeyRef key, KeyContext context) {
    return new KeyServiceException(
        "sealed bytes do not open under key '"
            + key.text()
            + "' for "
            + context.parts()
            + ": another key store than the one that sealed them, or changed bytes");
  }

  private static List<String> names(List<KmsProvider> providers) {
    return providers.stream().map(KmsProvider::name).sorted().toList();
  }

  @Override
  public void close() {
    application.close();
    gate.close();
  }
}
