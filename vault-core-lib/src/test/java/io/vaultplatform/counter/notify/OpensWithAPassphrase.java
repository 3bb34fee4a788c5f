package io.vaultplatform.counter.notify;

import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Passphrase;
import java.io.InputStream;
import java.io.OutputStream;

/** A server that spends what a stranger's file asks for. */
final class OpensWithAPassphrase {
  Object open(InputStream file, Passphrase passphrase) {
    return AgeFile.decrypt(file, passphrase, AgeLimits.DEFAULT, OutputStream.nullOutputStream());
  }
}
