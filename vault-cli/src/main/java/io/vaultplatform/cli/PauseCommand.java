package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Switch;
import io.vaultplatform.cli.work.Vaults;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pauses a trigger until a day. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = "Pause: no check-in is expected until then.")
final class PauseCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(index = "0", paramLabel = "VAULT", description = "A vault's label or id.")
  private String vault = "";

  @Option(
      names = "--until",
      required = true,
      description = "A time (2026-12-24T12:00:00Z) or a duration from now (P14D).")
  private String until = "";

  @Option(names = "--trigger", description = "Which trigger, if the vault has several.")
  private @Nullable UUID trigger;

  @Override
  public Integer call() {
    var client = common.client();
    var known = new Vaults(client).find(vault);
    var actions = new Switch(client);
    var id = actions.find(known, Optional.ofNullable(trigger)).id();
    var end =
        until.startsWith("P")
            ? Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Durations.read("--until", until))
            : Durations.time("--until", until);
    var acted = actions.pause(known, id, end);
    common.terminal().acted("Paused until " + end + ".", acted);
    return 0;
  }
}
