package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.PublicKeys;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says who this folder is, to whom, and whether the session is alive. */
@Command(
    name = "whoami",
    mixinStandardHelpOptions = true,
    description = "Which account this is, with which keys, and whether the session is alive.")
final class WhoAmICommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(
      names = "--save-keys",
      paramLabel = "FILE",
      description =
          "Write this account's SECRET keys here (mode 0600; never over an existing file). They"
              + " open your files without any server: \"vault decrypt -i\", or \"age -d -i\".")
  private @Nullable Path saveKeys;

  @Override
  public Integer call() {
    var home = common.home();
    var account = home.requireAccount();
    if (saveKeys != null) {
      return saveKeys(saveKeys);
    }
    var fingerprint =
        new PublicKeys(
                RecipientKeys.parse(account.recipient()), new VerificationKey(account.signing()))
            .fingerprint()
            .digits();
    boolean alive = home.tokens().isPresent() && alive();
    common
        .terminal()
        .result(
            account.name()
                + " at "
                + account.server()
                + "\nAccount:     "
                + account.id()
                + "\nFingerprint: "
                + fingerprint
                + "\nSession:     "
                + (alive ? "alive" : "none; run \"vault sign-in\""),
            Map.of(
                "name", account.name(),
                "server", account.server(),
                "account", account.id(),
                "recipient", account.recipient(),
                "signingKey", account.signing(),
                "fingerprint", fingerprint,
                "session", alive));
    return 0;
  }

  private int saveKeys(Path file) {
    try (var owner = new Accounts(common.client()).unlock()) {
      KeyFiles.write(file, owner.keys());
    }
    common
        .terminal()
        .result(
            "Your secret keys are in "
                + file
                + ". Whoever has this file reads your files; keep it apart from this computer.",
            Map.of("file", file.toString()));
    return 0;
  }

  private boolean alive() {
    try {
      common.client().api().get("accounts/me");
      return true;
    } catch (Stop e) {
      if (e.exit() == Stop.Exit.REFUSED) {
        return false;
      }
      throw e;
    }
  }
}
