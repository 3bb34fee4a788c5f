package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Trusteeship;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A trustee accepts an invitation with their own keys. */
@Command(
    name = "accept",
    mixinStandardHelpOptions = true,
    description = "As a trustee: accept an invitation with your own keys (vault keygen).")
final class AcceptCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(names = "--link", required = true, description = "The link in the letter.")
  private String link = "";

  @Option(
      names = {"-i", "--identity"},
      required = true,
      paramLabel = "FILE",
      description = "Your identity file.")
  private Path identity = Path.of("");

  @Override
  public Integer call() {
    var client = common.clientFor(link);
    try (var keys = KeyFiles.read(identity).keys()) {
      new Trusteeship(client).accept(link, keys);
      var fingerprint = keys.publicKeys().fingerprint().digits();
      common
          .terminal()
          .result(
              "Accepted. Read your fingerprint to the owner: "
                  + fingerprint
                  + "\nKeep "
                  + identity
                  + " safe: without it you cannot confirm.",
              Map.of("fingerprint", fingerprint));
      return 0;
    }
  }
}
