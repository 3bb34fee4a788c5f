package io.vaultplatform.core.kms.spi;

import io.vaultplatform.core.kms.KeyRef;
import java.util.Map;
import java.util.Set;

/**
 * A kind of key service, found by {@code ServiceLoader} and chosen by {@code vault.kms.provider}.
 *
 * <p>Implementations are public, have a public constructor without arguments, and pass {@code
 * KmsProviderContract}.
 */
public interface KmsProvider {

  /** The name that configuration chooses it by, such as {@code pkcs12}. */
  String name();

  /** The configuration keys it reads; the values that are set are handed to {@link #open}. */
  Set<String> settings();

  /**
   * Opens the key service as one of two principals.
   *
   * @param unused the keys under which nothing is sealed yet; of those that are missing, these
   *     alone may be made. Any other that is missing was lost, and a new one would hide it.
   * @param settings by the names of {@link #settings()}
   * @throws IllegalStateException when a setting is missing or wrong, naming it and never its
   *     value; or when a key is lost, naming it
   */
  KeyCustody open(Caller caller, Set<KeyRef> unused, Map<String, String> settings);

  /** Who asks; the key service has credentials and rights for each. */
  enum Caller {
    /** May seal with every key, and unseal with every key but the gate's. */
    APPLICATION,
    /** May unseal with the gate's key, and nothing else. */
    GATE,
    /** May add, re-seal, destroy and erase; seals nothing and sees nothing unsealed. */
    OPERATOR
  }
}
