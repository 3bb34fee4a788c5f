package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.crypto.PuncturableKey;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyVersion;
import java.util.List;
import java.util.TreeMap;

/** What one reading of the key store file found, and in which state of the file. */
record Pkcs12Keys(
    TreeMap<KeyVersion, SecretBytes> versions, PuncturableKey erasable, Pkcs12KeyStore.Stamp stamp)
    implements AutoCloseable {

  List<KeyVersion> of(KeyRef key) {
    return versions.keySet().stream().filter(version -> version.key() == key).toList();
  }

  @Override
  public void close() {
    versions.values().forEach(SecretBytes::close);
    erasable.close();
  }
}
