package io.vaultplatform.cli;

import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.PublicKeys;
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
    var client = common.client();
    var answer = client.api().get("keys/" + account).body();
    var keys =
        new PublicKeys(
            AgeRecipient.parse(answer.text("recipient")),
            new VerificationKey(answer.text("signingKey")));
    var fingerprint = keys.fingerprint().digits();
    client
        .home()
        .pins()
        .hold("account/" + account + "/fingerprint", fingerprint, "that account's keys");
    common
        .terminal()
        .result(
            "Public key:  "
                + keys.recipient()
                + "\nSigning key: "
                + keys.signing()
                + "\nFingerprint: "
                + fingerprint,
            Map.of(
                "recipient", keys.recipient().text(),
                "signingKey", keys.signing().text(),
                "fingerprint", fingerprint));
    return 0;
  }
}
