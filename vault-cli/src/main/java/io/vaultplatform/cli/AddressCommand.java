package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names the address to which reminders go. */
@Command(
    name = "address",
    mixinStandardHelpOptions = true,
    description =
        "Name the mail address for reminders. It counts once you followed the link in the letter.")
final class AddressCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "ADDRESS")
  private String address = "";

  @Option(names = "--alias", description = "What the people you name see you called.")
  private @Nullable String alias;

  @Override
  public Integer call() {
    new Accounts(common.client()).address(address, Optional.ofNullable(alias));
    common
        .terminal()
        .result(
            "A letter is on its way to "
                + address
                + ": follow the link in it to confirm the address.",
            Map.of("address", address));
    return 0;
  }
}
