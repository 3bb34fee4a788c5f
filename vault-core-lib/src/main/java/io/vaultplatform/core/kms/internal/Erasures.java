package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.PuncturableKey;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.ErasureKeys;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.kms.spi.KeyCustody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@link ErasureKeys} on the key service: the keys of all things named, joined into one. */
record Erasures(KeyCustody application) implements ErasureKeys {

  @Override
  public byte[] seal(List<Thing> things, byte[] plain, Sealing.Meaning meaning) {
    try (var key =
            keyOf(things)
                .orElseThrow(
                    () -> new KeyServiceException("one of " + things + " was erased for good"));
        var secret = SecretBytes.of(plain)) {
      return Sealing.seal(key, secret, meaning);
    }
  }

  @Override
  public Optional<byte[]> open(List<Thing> things, byte[] sealed, Sealing.Meaning meaning) {
    var found = keyOf(things);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (var key = found.get();
        var plain =
            Sealing.open(key, sealed, meaning)
                .orElseThrow(
                    () ->
                        new VaultException(
                            "what belongs to " + things + " does not open: changed or moved"))) {
      return Optional.of(plain.expose(byte[]::clone));
    }
  }

  @Override
  public Optional<SecretBytes> join(SecretBytes secret, List<Thing> things) {
    return joined(Optional.of(secret), things);
  }

  @Override
  public boolean erased(Thing thing) {
    var key = asked(() -> application.keyOf(thing));
    key.ifPresent(SecretBytes::close);
    return key.isEmpty();
  }

  private Optional<SecretBytes> keyOf(List<Thing> things) {
    return joined(Optional.empty(), things);
  }

  private Optional<SecretBytes> joined(Optional<SecretBytes> first, List<Thing> things) {
    var own = new ArrayList<SecretBytes>();
    try {
      for (var thing : things) {
        var key = asked(() -> application.keyOf(thing));
        if (key.isEmpty()) {
          return Optional.empty();
        }
        own.add(key.get());
      }
      var all = new ArrayList<>(first.stream().toList());
      all.addAll(own);
      return Optional.of(PuncturableKey.joined(all));
    } finally {
      own.forEach(SecretBytes::close);
    }
  }

  private static <T> T asked(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw new KeyServiceException("the key service does not answer for erasable things", e);
    }
  }
}
