package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Putting;
import io.vaultplatform.cli.work.Uploading;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Continues uploads that broke off, with the same bytes. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Continue uploads that broke off, with the same ciphertext.")
final class ResumeCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Override
  public Integer call() {
    var client = common.client();
    var stored = new ArrayList<String>();
    var refused = new ArrayList<String>();
    try (var owner = new Accounts.Late(new Accounts(client))) {
      for (var upload : Uploading.unfinished(client.home().uploads())) {
        try {
          stored.add(new Putting(client).finish(upload, owner).document().toString());
        } catch (Stop e) {
          if (e.exit() != Stop.Exit.REFUSED) {
            throw e;
          }
          refused.add(e.sentence() + " It is kept in " + upload.folder() + ".");
        }
      }
    }
    if (!refused.isEmpty()) {
      throw Stop.refused("Finished: " + stored.size() + ", refused: " + String.join(" ", refused));
    }
    common
        .terminal()
        .result(
            stored.isEmpty() ? "Nothing was unfinished." : "Finished: " + String.join(", ", stored),
            Map.of("documents", stored));
    return 0;
  }
}
