package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Switch;
import io.vaultplatform.cli.work.Vaults;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says "I am here", signed in or with the link of a reminder. */
@Command(
    name = "check-in",
    mixinStandardHelpOptions = true,
    description = "Say that you are here: by vault, or with the link of a reminder.")
final class CheckInCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "VAULT",
      description = "A vault's label or id.")
  private @Nullable String vault;

  @Option(names = "--trigger", description = "Which trigger, if the vault has several.")
  private @Nullable UUID trigger;

  @Option(names = "--link", description = "The link of a reminder, instead of being signed in.")
  private @Nullable String link;

  @Override
  public Integer call() {
    if ((vault == null) == (link == null)) {
      throw Stop.usage("Name a vault, or the --link of a reminder.");
    }
    var client = link == null ? common.client() : common.clientFor(link);
    var actions = new Switch(client);
    Path receipt;
    if (link != null) {
      receipt = actions.checkIn(link);
    } else {
      var known = new Vaults(client).find(String.valueOf(vault));
      receipt = actions.checkIn(known, actions.find(known, Optional.ofNullable(trigger)).id());
    }
    common
        .terminal()
        .result("Recorded. Receipt: " + receipt, Map.of("receipt", receipt.toString()));
    return 0;
  }
}
