package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Opens a session; also the way to use an account on another computer. */
@Command(
    name = "sign-in",
    mixinStandardHelpOptions = true,
    description = "Sign in. Also brings an existing account to this computer.")
final class SignInCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(names = "--name", description = "The account (else the one this folder belongs to).")
  private @Nullable String name;

  @Option(
      names = "--changed",
      description = "You changed the passphrase on another computer: take the new derivation.")
  private boolean changed;

  @Override
  public Integer call() {
    var home = common.home();
    var wanted = name == null ? home.requireAccount().name() : name;
    home.account()
        .filter(a -> !a.name().equals(wanted))
        .ifPresent(
            a -> {
              throw Stop.usage(
                  "This folder belongs to the account \""
                      + a.name()
                      + "\". Set VAULT_HOME to another folder for another account.");
            });
    var account = new Accounts(common.client(home)).signIn(wanted, changed);
    common
        .terminal()
        .result(
            "Signed in as \"" + wanted + "\".", Map.of("account", account.id(), "name", wanted));
    return 0;
  }
}
