package io.vaultplatform.cli;

import io.vaultplatform.cli.demo.Demo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays the whole story with a file of yours against the running stack. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Play the whole story with FILE against the stack that \"mvn -Prun package\" started.")
final class DemoCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "FILE", description = "A file of yours; it is copied, never changed.")
  private Path file = Path.of("");

  @Option(
      names = "--mailbox",
      defaultValue = "http://127.0.0.1:9026",
      description = "Where the mailbox page is (${DEFAULT-VALUE}).")
  private String mailbox = "";

  @Override
  public Integer call() {
    if (!Files.isRegularFile(file)) {
      throw Stop.usage("There is no file " + file + ".");
    }
    var client = common.client();
    new Demo(client.api().server().toString(), mailbox, common.terminal()).play(file);
    return 0;
  }
}
