package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.ErasureKeys;
import io.vaultplatform.core.kms.GateKeyService;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.kms.KeyVersion;
import io.vaultplatform.core.kms.spi.KeyCustody;
import io.vaultplatform.core.kms.spi.KmsProvider;
import io.vaultplatform.core.kms.spi.KmsProvider.Caller;
import io.vaultplatform.core.store.Settings;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The configured key service, opened once as each principal. The bounds of the API are checked
 * here, so that no adapter can forget them.
 *
 * <p>Sealed bytes begin with the number of the version that sealed them, in 4 bytes, most
 * significant first; what follows is the adapter's. So what is still sealed under an old version
 * can be counted by the database itself. Format: {@code docs/formats/key-service-sealed-v1.md}.
 */
record Custodies(KeyCustody application, KeyCustody gate, KeyCustody operator)
    implements AutoCloseable {
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
        chosen.open(Caller.APPLICATION, unused, values),
        chosen.open(Caller.GATE, unused, values),
        chosen.open(Caller.OPERATOR, unused, values));
  }

  private static final int PREFIX = 4;

  static byte[] prefix(KeyVersion version) {
    return ByteBuffer.allocate(PREFIX).putInt(version.number()).array();
  }

  private static byte[] envelope(KeyVersion version, byte[] sealed) {
    return ByteBuffer.allocate(PREFIX + sealed.length).putInt(version.number()).put(sealed).array();
  }

  private static Optional<KeyVersion> version(KeyRef key, byte[] envelope) {
    if (envelope.length <= PREFIX) {
      return Optional.empty();
    }
    int number = ByteBuffer.wrap(envelope).getInt();
    return number < 1 ? Optional.empty() : Optional.of(new KeyVersion(key, number));
  }

  private static byte[] content(byte[] envelope) {
    return Arrays.copyOfRange(envelope, PREFIX, envelope.length);
  }

  private static Optional<SecretBytes> unseal(
      KeyCustody custody, KeyRef key, byte[] envelope, KeyContext context) {
    return version(key, envelope)
        .flatMap(version -> custody.unseal(version, content(envelope), context));
  }

  List<KeyVersion> versions(KeyRef key) {
    return application.versions(key);
  }

  ErasureKeys erasures() {
    return new Erasures(application);
  }

  /** Seals under the newest version. */
  byte[] seal(KeyRef key, SecretBytes plain, KeyContext context) {
    return seal(application.versions(key).getLast(), plain, context);
  }

  byte[] seal(KeyVersion version, SecretBytes plain, KeyContext context) {
    return envelope(version, application.seal(version, plain, context));
  }

  Optional<byte[]> reseal(KeyRef key, byte[] envelope, KeyContext context) {
    var from = version(key, envelope).orElseThrow(() -> closed(key, context));
    var newest = asked(key, () -> operator.versions(key)).getLast();
    if (from.equals(newest)) {
      return Optional.empty();
    }
    return Optional.of(
        asked(key, () -> operator.reseal(from, newest, content(envelope), context))
            .map(inner -> envelope(newest, inner))
            .orElseThrow(() -> closed(key, context)));
  }

  /** Whether these bytes were sealed under this key and context. */
  boolean opens(KeyRef key, byte[] sealed, KeyContext context) {
    var opened = unseal(key == KeyRef.GATE ? gate : application, key, sealed, context);
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
        return asked(key, () -> Custodies.this.seal(key, plain, context));
      }

      @Override
      public SecretBytes unseal(KeyRef key, byte[] sealed, KeyContext context) {
        if (key == KeyRef.GATE) {
          throw new VaultException("only the release gate unseals with the gate's key");
        }
        return asked(key, () -> Custodies.unseal(application, key, sealed, context))
            .orElseThrow(() -> closed(key, context));
      }
    };
  }

  GateKeyService forGate() {
    return (envelope, context) ->
        asked(KeyRef.GATE, () -> unseal(gate, KeyRef.GATE, envelope, context))
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
    operator.close();
  }
}
