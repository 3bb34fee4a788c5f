package io.vaultplatform.counter.notify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A primitive outside crypto. */
final class HashesByItself {
  byte[] hash(byte[] bytes) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
