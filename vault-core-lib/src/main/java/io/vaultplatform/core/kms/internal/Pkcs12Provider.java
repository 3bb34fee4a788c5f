package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.spi.KeyCustody;
import io.vaultplatform.core.kms.spi.KmsProvider;
import io.vaultplatform.core.store.Settings;
import java.nio.file.Path;
import java.util.Map;
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
    var file = new Pkcs12KeyStore(Path.of(given.required(FILE)), password.toCharArray());
    return new Pkcs12Custody(caller, file, file.open(unused));
  }
}
