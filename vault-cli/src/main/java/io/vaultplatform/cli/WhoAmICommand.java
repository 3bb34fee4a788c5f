package io.vaultplatform.cli;

import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.PublicKeys;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says who this folder is, to whom, and whether the session is alive. */
@Command(
    name = "whoami",
    mixinStandardHelpOptions = true,
    description = "Which account this is, with which keys, and whether the session is alive.")
final class WhoAmICommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Override
  public Integer call() {
    var home = common.home();
    var account = home.requireAccount();
    var fingerprint =
        new PublicKeys(
                AgeRecipient.parse(account.recipient()), new VerificationKey(account.signing()))
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
                + "\nPublic key:  "
                + account.recipient()
                + "\nSigning key: "
                + account.signing()
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
