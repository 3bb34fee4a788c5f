package io.vaultplatform.benchmarks;

import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Derivation;
import io.vaultplatform.core.crypto.Passphrase;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/** Warm code against the core speed of openssl, and Argon2id against its command. */
final class Primitives {
  private static final int ROUNDS = 5;
  private static final int PIECE = 64 << 20;
  private static final AgeIdentity IDENTITY = AgeIdentity.generate(Suite.CLASSIC);

  private final boolean openssl = Peer.isThere("openssl", "openssl");
  private final boolean argon2 = Peer.isThere("argon2", "argon2");

  List<Row> measure() {
    var plain = new byte[PIECE];
    var file = AgeFile.encrypt(plain, Set.of(IDENTITY.recipient()));
    var key = SigningKey.generate(Suite.CLASSIC);
    var pair = SigningKey.generate(Suite.HYBRID);
    Runnable encrypt = () -> encrypt(plain);
    Runnable decrypt = () -> decrypt(file);
    for (int i = 0; i < 20; i++) {
      encrypt.run();
      decrypt.run();
    }
    DoubleSupplier chacha = () -> speed("-bytes", "65536", "-evp", "chacha20-poly1305") / 1e6;
    return List.of(
        row(
            "encrypt an age payload, one core, against openssl",
            "MB/s",
            0.62,
            perSecond(encrypt, PIECE / 1e6),
            chacha),
        row(
            "decrypt an age payload, one core, against openssl",
            "MB/s",
            0.6,
            perSecond(decrypt, PIECE / 1e6),
            chacha),
        row(
            "sign a checkpoint (Ed25519), against openssl",
            "1/s",
            1.0,
            perSecond(() -> sign(key), 1),
            Primitives::signatures),
        Row.inTurns(
            "sign with a pair (Ed25519 and ML-DSA-44)",
            "1/s",
            0,
            ROUNDS,
            perSecond(() -> sign(pair), 1),
            Optional.empty()),
        Row.inTurns(
            "wrap a file key for a hybrid recipient and open it",
            "1/s",
            0,
            ROUNDS,
            perSecond(hybrid(), 1),
            Optional.empty()),
        Row.inTurns(
            "Argon2id, 64 MiB, t=3, p=1, against the argon2 command",
            "1/s",
            0.66,
            ROUNDS,
            perSecond(Primitives::derive, 1),
            argon2 ? Optional.of(this::argon2) : Optional.empty()));
  }

  private Row row(String name, String unit, double goal, DoubleSupplier ours, DoubleSupplier peer) {
    return Row.inTurns(
        name, unit, goal, ROUNDS, ours, openssl ? Optional.of(peer) : Optional.empty());
  }

  private static void encrypt(byte[] plain) {
    AgeFile.encrypt(
        new ByteArrayInputStream(plain),
        Set.of(IDENTITY.recipient()),
        OutputStream.nullOutputStream());
  }

  private static void decrypt(byte[] file) {
    AgeFile.decrypt(
            new ByteArrayInputStream(file), List.of(IDENTITY), OutputStream.nullOutputStream())
        .orThrow("a file just made");
  }

  private static void sign(SigningKey key) {
    Signed.sign(
        Map.of("format", "vault/checkpoint/v1", "size", 1_000_000L, "root", "0".repeat(64)), key);
  }

  private static Runnable hybrid() {
    var identity = AgeIdentity.generate(Suite.HYBRID);
    return () -> {
      var file = new ByteArrayOutputStream();
      AgeFile.encrypt(new ByteArrayInputStream(new byte[1]), Set.of(identity.recipient()), file);
      AgeFile.decrypt(
              new ByteArrayInputStream(file.toByteArray()),
              List.of(identity),
              OutputStream.nullOutputStream())
          .orThrow("a file just made");
    };
  }

  private static void derive() {
    try (var passphrase = Passphrase.of("correct horse battery staple".toCharArray())) {
      Derivation.fresh().derive(passphrase).close();
    }
  }

  // At least a second each, after a run that warms it up.
  private static DoubleSupplier perSecond(Runnable work, double amount) {
    return () -> {
      work.run();
      long begin = System.nanoTime();
      long count = 0;
      while (System.nanoTime() - begin < 1_000_000_000L) {
        work.run();
        count++;
      }
      return count * amount / ((System.nanoTime() - begin) / 1e9);
    };
  }

  private double argon2() {
    var ended =
        Peer.run(
            List.of(
                "sh",
                "-c",
                "for i in 1 2 3 4 5; do printf passphrase | argon2 saltsaltsaltsalt -id -t 3 -k"
                    + " 65536 -p 1 -l 32 -r; done"),
            Path.of("."));
    return 5 / ended.successfully("argon2");
  }

  // The last figure of the machine-readable line is bytes per second of the one block size.
  private static double speed(String... what) {
    var last = machine("+F:", what);
    return Double.parseDouble(last[last.length - 1]);
  }

  private static double signatures() {
    var ended = Peer.run(List.of("openssl", "speed", "-seconds", "2", "ed25519"), Path.of("."));
    ended.successfully("openssl speed");
    var found =
        Pattern.compile("Ed25519\\)\\s+\\S+s\\s+\\S+s\\s+([0-9.]+)").matcher(ended.output());
    if (!found.find()) {
      throw new IllegalStateException("openssl speed said something else: " + ended.output());
    }
    return Double.parseDouble(found.group(1));
  }

  private static String[] machine(String beginning, String... what) {
    var command = new ArrayList<>(List.of("openssl", "speed", "-mr", "-seconds", "2"));
    command.addAll(List.of(what));
    var ended = Peer.run(command, Path.of("."));
    ended.successfully("openssl speed");
    return ended
        .output()
        .lines()
        .filter(line -> line.startsWith(beginning))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new IllegalStateException("openssl speed said nothing"))
        .split(":", -1);
  }
}
