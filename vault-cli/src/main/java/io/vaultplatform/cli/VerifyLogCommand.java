package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Logs;
import io.vaultplatform.core.audit.LogEvidence;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks an exported log without any server. */
@Command(
    name = "verify-log",
    mixinStandardHelpOptions = true,
    description = "Check an exported log offline: complete, in order, as it was signed.")
final class VerifyLogCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "FILE", description = "An export (vault log --export).")
  private Path file = Path.of("");

  @Option(
      names = "--receipt",
      paramLabel = "R",
      description = "A kept receipt that must be in it; may be repeated.")
  private List<Path> receipts = List.of();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The log's key (ed25519:…) as you know it from elsewhere.")
  private @Nullable String key;

  @Override
  public Integer call() {
    var evidence =
        Logs.verify(
            Filter.file(file.toString()),
            Optional.ofNullable(key).map(k -> Keys.signing("--key", k)),
            receipts);
    return switch (evidence) {
      case LogEvidence.Intact intact -> intact(intact);
      case LogEvidence.Broken broken -> broken(broken);
    };
  }

  private int intact(LogEvidence.Intact intact) {
    common
        .terminal()
        .result(
            "Intact: "
                + intact.count()
                + " entries, head "
                + intact.head().hash()
                + (intact.receipts() > 0 ? ", receipts found in it: " + intact.receipts() : "")
                + (intact.erased() > 0 ? ", " + intact.erased() + " payloads erased" : "")
                + "\nSigned by "
                + intact.signer()
                + (key == null ? " (the key in the file: compare it, or name it with --key)" : ""),
            Map.of(
                "intact", true,
                "count", intact.count(),
                "head", intact.head().hash(),
                "receipts", intact.receipts(),
                "signer", intact.signer().text()));
    return 0;
  }

  private int broken(LogEvidence.Broken broken) {
    common
        .terminal()
        .result(
            "BROKEN at entry " + broken.index() + " (" + broken.flaw() + "): " + broken.why(),
            Map.of(
                "intact", false,
                "index", broken.index(),
                "flaw", broken.flaw().name(),
                "why", broken.why()));
    return 1;
  }
}
