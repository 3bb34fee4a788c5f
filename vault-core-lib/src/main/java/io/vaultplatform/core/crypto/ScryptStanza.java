package io.vaultplatform.core.crypto;

import com.exceptionfactory.jagged.FileKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * The passphrase stanza (C2SP {@code age.md}, "scrypt recipient stanza"): wrap key =
 * scrypt(passphrase, "age-encryption.org/v1/scrypt" ‖ salt, N = 2^logN, r = 8, p = 1).
 */
final class ScryptStanza {
  static final String TYPE = "scrypt";
  private static final String LABEL = "age-encryption.org/v1/scrypt";
  private static final int SALT = 16;
  private static final int R = 8;
  private static final int P = 1;

  private ScryptStanza() {}

  /** The shape every scrypt stanza must have, whoever reads it. */
  static void check(AgeStanza stanza) throws AgeException {
    var arguments = stanza.arguments();
    if (arguments.size() != 2
        || stanza.firstArgument().length != SALT
        || !arguments.get(1).matches("[1-9][0-9]?")
        || stanza.bodyLength() != 32) {
      throw HeaderReader.malformed("a passphrase stanza is malformed");
    }
  }

  static AgeStanza wrap(Passphrase passphrase, int logN, FileKey fileKey) {
    var salt = Randomness.bytes(SALT);
    var body = cipher(Cipher.ENCRYPT_MODE, wrapKey(passphrase, salt, logN), fileKey.getEncoded());
    var saltText = Base64.getEncoder().withoutPadding().encodeToString(salt);
    return new AgeStanza(TYPE, List.of(saltText, Integer.toString(logN)), body.orElseThrow());
  }

  static Optional<FileKey> unwrap(Passphrase passphrase, AgeStanza stanza, AgeLimits limits)
      throws AgeException {
    if (!stanza.type().equals(TYPE)) {
      return Optional.empty();
    }
    int logN = Integer.parseInt(stanza.arguments().get(1));
    // Before any work is done: the factor is the sender's wish, and 30 would be a terabyte.
    if (logN > limits.scryptLogN()) {
      throw new AgeException(
          AgeFault.Kind.SCRYPT_WORK_FACTOR,
          "the passphrase stanza asks for work factor "
              + logN
              + "; at most "
              + limits.scryptLogN()
              + " is accepted");
    }
    var wrapKey = wrapKey(passphrase, stanza.firstArgument(), logN);
    return cipher(Cipher.DECRYPT_MODE, wrapKey, stanza.body()).map(FileKey::new);
  }

  private static byte[] wrapKey(Passphrase passphrase, byte[] salt, int logN) {
    var label = LABEL.getBytes(StandardCharsets.US_ASCII);
    var labelled = Arrays.copyOf(label, label.length + salt.length);
    System.arraycopy(salt, 0, labelled, label.length, salt.length);
    return passphrase.secret().expose(utf8 -> SCrypt.generate(utf8, labelled, 1 << logN, R, P, 32));
  }

  private static Optional<byte[]> cipher(int mode, byte[] key, byte[] input) {
    try {
      var cipher = Cipher.getInstance("ChaCha20-Poly1305");
      // The zero nonce of the specification: each wrap key comes from a fresh salt and is used
      // once.
      cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(new byte[12]));
      return Optional.of(cipher.doFinal(input));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20-Poly1305 is part of the JDK", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
