package io.vaultplatform.cli;

import io.vaultplatform.cli.work.PublishedKeys;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks up published keys and shows the fingerprint that two people compare. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "The public keys of an account, and the fingerprint to compare by voice.")
final class KeysCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "ACCOUNT", description = "An account's id.")
  private String account = "";

  @Override
  public Integer call() {
    var keys = new PublishedKeys(common.client()).of(account);
    var fingerprint = keys.fingerprint().digits();
    common
        .terminal()
        .result(
            "Fingerprint: " + fingerprint,
            Map.of(
                "recipient", keys.recipient().text(),
                "signingKey", keys.signing().text(),
                "fingerprint", fingerprint));
    return 0;
  }
}
