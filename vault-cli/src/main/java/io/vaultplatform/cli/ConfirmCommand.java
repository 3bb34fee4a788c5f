package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Trusteeship;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A trustee answers: yes with their share, or no. */
@Command(
    name = "confirm",
    mixinStandardHelpOptions = true,
    description = "As a trustee: confirm that the owner was not reached (or --refuse).")
final class ConfirmCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(names = "--link", required = true, description = "The link in the letter.")
  private String link = "";

  @Option(
      names = {"-i", "--identity"},
      required = true,
      paramLabel = "FILE",
      description = "Your identity file.")
  private Path identity = Path.of("");

  @Option(names = "--refuse", description = "Say no: the release does not count on you.")
  private boolean refuse;

  @Override
  public Integer call() {
    try (var keys = KeyFiles.read(identity).keys()) {
      var trusteeship = new Trusteeship(common.clientFor(link));
      var answer = refuse ? trusteeship.refuse(link, keys) : trusteeship.confirm(link, keys);
      common
          .terminal()
          .result(
              (refuse
                      ? "Your refusal is recorded."
                      : "Your confirmation is recorded; your share went along, sealed for this"
                          + " release.")
                  + (answer.late()
                      ? "\nThe time for answers had passed and the matter was held; your answer"
                          + " counts all the same."
                      : "")
                  + "\nReceipt: "
                  + answer.receipt(),
              Map.of(
                  "decision",
                  refuse ? "refuse" : "confirm",
                  "receipt",
                  answer.receipt().toString()));
      return 0;
    }
  }
}
