package io.vaultplatform.core.crypto;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * From a passphrase to the key that signs in and the identity that unlocks, on the client (INV-13).
 *
 * <p>{@code root = Argon2id(passphrase, salt)}; {@code authKey = HKDF(root, "vault/auth/v1")} goes
 * to the server, {@code unlock = HKDF(root, "vault/unlock/v1")} never does, and neither tells
 * anything about the other. The parameters come from the server, which may be hostile, so weak and
 * absurd ones are refused before the passphrase is touched.
 */
public final class Derivation {
  /** What new accounts use (RFC 9106 section 4, second recommended option, one lane). */
  public static final String DEFAULT_PARAMETERS = "$argon2id$v=19$m=65536,t=3,p=1";

  /** Bytes of salt that new accounts use, and the fewest accepted. */
  public static final int SALT = 16;

  private static final int LEAST_MEMORY = 64 * 1024;
  private static final int MOST_MEMORY = 1024 * 1024;
  private static final int LEAST_PASSES = 3;
  private static final int MOST_PASSES = 16;
  private static final int MOST_LANES = 8;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,8}),t=([1-9][0-9]{0,2}),p=([1-9][0-9]{0,2})");

  private final int memoryKib;
  private final int passes;
  private final int lanes;
  private final byte[] salt;

  private Derivation(int memoryKib, int passes, int lanes, byte[] salt) {
    this.memoryKib = memoryKib;
    this.passes = passes;
    this.lanes = lanes;
    this.salt = salt;
  }

  /** A derivation for a new account: default parameters, fresh salt. */
  public static Derivation fresh() {
    return new Derivation(LEAST_MEMORY, LEAST_PASSES, 1, Randomness.bytes(SALT));
  }

  /**
   * The derivation of an existing account.
   *
   * @param parameters PHC string without salt, {@code $argon2id$v=19$m=65536,t=3,p=1}: memory in
   *     KiB (64 MiB to 1 GiB), passes (3 to 16), lanes (1 to 8)
   * @param salt at least 16 bytes
   * @return refused when weaker than that, or so strong that it is an attack on this computer
   */
  public static Outcome<Derivation> of(String parameters, byte[] salt) {
    var match = PHC.matcher(parameters);
    if (!match.matches()) {
      return refused("kdf", "The key derivation asked for is not Argon2id version 19.");
    }
    int memory = Integer.parseInt(match.group(1));
    int passes = Integer.parseInt(match.group(2));
    int lanes = Integer.parseInt(match.group(3));
    if (memory < LEAST_MEMORY || passes < LEAST_PASSES) {
      return refused(
          "kdf",
          "The key derivation asked for is weaker than m=65536,t=3; the passphrase was not used.");
    }
    if (memory > MOST_MEMORY || passes > MOST_PASSES || lanes > MOST_LANES) {
      return refused("kdf", "The key derivation asked for costs more than m=1048576,t=16,p=8.");
    }
    if (salt.length < SALT || salt.length > 64) {
      return refused("salt", "The salt has not 16 to 64 bytes; the passphrase was not used.");
    }
    return Outcome.done(new Derivation(memory, passes, lanes, salt.clone()));
  }

  /** The PHC string of the parameters, without salt. */
  public String parameters() {
    return "$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=" + lanes;
  }

  public byte[] salt() {
    return salt.clone();
  }

  /**
   * A seed from a strong secret that people type, with the parameters of new accounts: what a claim
   * code becomes. Takes about a second.
   *
   * @param salt at least 16 bytes; known to both sides beforehand, and never asked of a server
   */
  public static SecretBytes seed(SecretBytes typed, byte[] salt) {
    if (salt.length < SALT) {
      throw new IllegalArgumentException("a salt has at least " + SALT + " bytes");
    }
    return new Derivation(LEAST_MEMORY, LEAST_PASSES, 1, salt.clone()).root(typed);
  }

  /** Derives; takes about a second and {@code m} KiB of memory. The caller closes the result. */
  public Keys derive(Passphrase passphrase) {
    try (var root = root(passphrase.secret());
        var seed = Hkdf.derive(root, new byte[0], "vault/unlock/v1", 32)) {
      return new Keys(
          Hkdf.derive(root, new byte[0], "vault/auth/v1", 32),
          AgeIdentity.ofSeed(Suite.HYBRID, seed));
    }
  }

  private SecretBytes root(SecretBytes typed) {
    var parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build();
    var generator = new Argon2BytesGenerator();
    generator.init(parameters);
    var out = new byte[32];
    typed.show(utf8 -> generator.generateBytes(utf8, out));
    return SecretBytes.taking(out);
  }

  /**
   * What a passphrase becomes.
   *
   * @param authKey 32 bytes that sign in; the server keeps a hash of them
   * @param unlock of suite hybrid; opens the passphrase's unlock slot; never leaves the client
   */
  public record Keys(SecretBytes authKey, AgeIdentity unlock) implements AutoCloseable {
    @Override
    public void close() {
      authKey.close();
      unlock.close();
    }
  }

  private static Outcome<Derivation> refused(String field, String detail) {
    return Outcome.refused(Refusal.Reason.UNACCEPTABLE, field, detail);
  }
}
