package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Recovery;
import io.vaultplatform.core.crypto.Derivation;
import io.vaultplatform.core.crypto.Randomness;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replaces the passphrase, or the work that guessing it takes. */
@Command(
    name = "passphrase",
    mixinStandardHelpOptions = true,
    description =
        "Change the passphrase, or only the work that guessing it takes. Every other sign-in ends."
            + " What opens your keys besides (a recovery kit, guardians) stays.")
final class PassphraseCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description = "Read the new passphrase from the first line of FILE instead of asking.")
  private @Nullable Path newFile;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      defaultValue = "64",
      description = "Memory that each try takes, 64 to 1024 MiB; ${DEFAULT-VALUE} unless said.")
  private int memory = 64;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "3",
      description = "Passes over it, 3 to 16; ${DEFAULT-VALUE} unless said.")
  private int passes = 3;

  @Override
  public Integer call() {
    var derivation =
        Refusals.done(
            Derivation.of(
                "$argon2id$v=19$m=" + memory * 1024L + ",t=" + passes + ",p=1",
                Randomness.bytes(Derivation.SALT)));
    var client = common.client();
    try (var owner = new Accounts(client).unlock()) {
      var account =
          new Recovery(client).passphrase(owner, derivation, common.newPassphrase(newFile));
      common
          .terminal()
          .result(
              "The passphrase is changed. On other computers: \"vault sign-in --changed\".",
              Map.of("account", account.id(), "kdf", account.kdf()));
      return 0;
    }
  }
}
