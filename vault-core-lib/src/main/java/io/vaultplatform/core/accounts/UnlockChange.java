package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.keys.UnlockStatement;
import java.util.Objects;
import java.util.Optional;

/**
 * Another bundle behind other slots, and perhaps another key that signs in: all of it or nothing.
 *
 * @param replaces the version of the bundle that the owner changed
 * @param signIn where the passphrase changed, or the work that it takes
 * @param statement the owner's signature under all of it
 */
public record UnlockChange(
    long replaces, Bundle bundle, SealedSlots slots, Optional<NewSignIn> signIn, Signed statement)
    implements AutoCloseable {

  /**
   * What signs in from now on.
   *
   * @param authKey 32 bytes; kept as a salted hash only
   */
  public record NewSignIn(KdfParameters parameters, SecretBytes authKey) implements AutoCloseable {
    public NewSignIn {
      Objects.requireNonNull(parameters, "parameters");
      if (authKey.length() != 32) {
        throw new FieldException("authKey", "has not 32 bytes");
      }
    }

    String hash() {
      return UnlockStatement.signIn(parameters.kdf(), parameters.salt(), authKey);
    }

    @Override
    public void close() {
      authKey.close();
    }
  }

  public UnlockChange {
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(slots, "slots");
    Objects.requireNonNull(statement, "statement");
  }

  /** What the owner must have signed. */
  public UnlockStatement expected(AccountId account) {
    return new UnlockStatement(
        account,
        replaces,
        Bytes.of(bundle.bytes()),
        slots.files(),
        slots.verifiers(),
        signIn.map(NewSignIn::hash));
  }

  @Override
  public void close() {
    signIn.ifPresent(NewSignIn::close);
  }
}
