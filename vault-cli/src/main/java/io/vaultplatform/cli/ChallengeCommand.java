package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Switch;
import io.vaultplatform.cli.work.Vaults;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Objects to a release in progress. */
@Command(
    name = "challenge",
    mixinStandardHelpOptions = true,
    description = "Object to a release in progress: you are here, nothing is handed over.")
final class ChallengeCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(index = "0", paramLabel = "VAULT", description = "A vault's label or id.")
  private String vault = "";

  @Option(names = "--trigger", description = "Which trigger, if the vault has several.")
  private @Nullable UUID trigger;

  @Override
  public Integer call() {
    var client = common.client();
    var known = new Vaults(client).find(vault);
    var actions = new Switch(client);
    var id = actions.find(known, Optional.ofNullable(trigger)).id();
    var acted = actions.challenge(known, id);
    common.terminal().acted("Recorded: the release is stopped.", acted);
    return 0;
  }
}
