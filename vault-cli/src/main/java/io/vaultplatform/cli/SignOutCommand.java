package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends the session on the server and here. */
@Command(
    name = "sign-out",
    mixinStandardHelpOptions = true,
    description = "End the session, on the server and here.")
final class SignOutCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Override
  public Integer call() {
    new Accounts(common.client()).signOut();
    common.terminal().result("Signed out.", Map.of("signedOut", true));
    return 0;
  }
}
