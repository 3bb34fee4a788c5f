package io.vaultplatform.counter.app;

import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import java.util.List;

/** A server that opens files. */
final class DecryptsInAResource {
  Object open(byte[] file, AgeIdentity identity) {
    return AgeFile.decrypt(file, List.of(identity), 100);
  }
}
