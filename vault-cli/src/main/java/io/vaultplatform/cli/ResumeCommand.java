package io.vaultplatform.cli;

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
    for (var upload : Uploading.unfinished(client.home().uploads())) {
      stored.add(new Putting(client).finish(upload).document().toString());
    }
    common
        .terminal()
        .result(
            stored.isEmpty() ? "Nothing was unfinished." : "Finished: " + String.join(", ", stored),
            Map.of("documents", stored));
    return 0;
  }
}
