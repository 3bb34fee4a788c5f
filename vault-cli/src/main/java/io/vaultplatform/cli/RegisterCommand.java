package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.core.keys.PrivateKeys;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes an account: no e-mail, no real name; the passphrase never leaves this computer. */
@Command(
    name = "register",
    mixinStandardHelpOptions = true,
    description = "Make an account. The passphrase never leaves this computer.")
final class RegisterCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(
      names = "--name",
      required = true,
      description = "Any name you like; it need not be yours.")
  private String name = "";

  @Option(
      names = {"-i", "--identity"},
      paramLabel = "FILE",
      description = "Use the keys of this file (vault keygen) instead of new ones.")
  private @Nullable Path identity;

  @Override
  public Integer call() {
    var home = common.home();
    if (home.account().isPresent()) {
      throw Stop.usage(
          "This folder belongs to the account \""
              + home.requireAccount().name()
              + "\" already. Set VAULT_HOME to another folder for another account.");
    }
    var asking = common.client(home);
    var client = new Client(home, asking.api(), common.newPassphrase(), asking.progress());
    try (var keys = identity == null ? PrivateKeys.generate() : KeyFiles.read(identity).keys()) {
      var account = new Accounts(client).register(name, keys);
      common
          .terminal()
          .result(
              "The account \""
                  + name
                  + "\" exists and you are signed in. Fingerprint: "
                  + keys.publicKeys().fingerprint().digits()
                  + "\n"
                  + "If the passphrase is lost, what only you can read is lost. Nobody can reset"
                  + " it: make a recovery kit now (vault recovery kit -o FILE), print it, and"
                  + " practise (vault recovery drill).",
              Map.of(
                  "account", account.id(),
                  "name", name,
                  "recipient", account.recipient(),
                  "signingKey", account.signing(),
                  "fingerprint", keys.publicKeys().fingerprint().digits()));
      return 0;
    }
  }
}
