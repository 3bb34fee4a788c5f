package io.vaultplatform.counter.notify;

import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import java.util.List;

/** A letter writer that decrypts. */
final class OpensAFile {
  Object open(byte[] file, AgeIdentity identity) {
    return AgeFile.decrypt(file, List.of(identity), 100);
  }
}
