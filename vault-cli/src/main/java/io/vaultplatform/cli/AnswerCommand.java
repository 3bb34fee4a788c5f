package io.vaultplatform.cli;

import io.vaultplatform.core.crypto.Fingerprint;
import io.vaultplatform.core.keys.FingerprintWords;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A guardian's answer: their share, for the new keys of somebody whose voice they know. */
@Command(
    name = "answer",
    mixinStandardHelpOptions = true,
    description = {
      "As a guardian: encrypt your share for the owner who lost everything and made new keys.",
      "Have them read the fingerprint of those keys to you, face to face or by a voice that you"
          + " know: whoever gets enough shares is the owner."
    })
final class AnswerCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(names = "--share", required = true, paramLabel = "FILE", description = "Your share.")
  private @Nullable Path share;

  @Option(
      names = {"-i", "--identity"},
      required = true,
      paramLabel = "FILE",
      description = "Your own keys.")
  private @Nullable Path identity;

  @Option(
      names = "--for",
      required = true,
      paramLabel = "FILE",
      description = "The owner's new public keys, as a file (vault keygen).")
  private String owner = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Write the answer here, to be given to the owner.")
  private @Nullable Path output;

  @Parameters(
      paramLabel = "FINGERPRINT",
      arity = "1..*",
      description = "What the owner read to you: digits or words.")
  private List<String> read = List.of();

  @Override
  public Integer call() {
    var keys = Keys.of("--for", owner);
    var signing =
        keys.signing()
            .orElseThrow(
                () -> Stop.usage("--for takes the file that \"vault keygen\" wrote (FILE.pub)."));
    var fingerprint = Fingerprint.of(keys.recipient(), signing);
    if (!FingerprintWords.says(fingerprint, String.join(" ", read))) {
      throw Stop.refused(
          "That is not the fingerprint of the keys in "
              + owner
              + ". Nothing was written. Ask again, and give nothing to keys that nobody read to"
              + " you.");
    }
    var target = Path.of(String.valueOf(output));
    try (var mine = KeyFiles.read(Path.of(String.valueOf(identity)));
        var opened = WayBack.opened(Path.of(String.valueOf(share)), mine.identities())) {
      RecoveryCommand.write(target, opened.seal(keys.recipient().strongest()));
      common
          .terminal()
          .result(
              "Your answer for the account \""
                  + Visible.line(opened.name())
                  + "\" is in "
                  + target
                  + "; only the new keys open it. "
                  + opened.set().threshold()
                  + " answers are needed. Your share keeps working.",
              Map.of(
                  "name",
                  opened.name(),
                  "file",
                  target.toString(),
                  "quorum",
                  opened.set().threshold()));
      return 0;
    }
  }
}
