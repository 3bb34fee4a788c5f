package io.vaultplatform.cli;

import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Recovery;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.keys.Guardians;
import io.vaultplatform.core.keys.SlotKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives shares to people who can bring the owner back together; the server hears of none. */
@Command(
    name = "guardians",
    mixinStandardHelpOptions = true,
    description = {
      "Let people whom you trust bring you back together. Each gets a file that only they open;"
          + " give it to them by hand or mail. The server learns neither that there are guardians"
          + " nor who.",
      "Making new shares ends the old ones."
    })
final class GuardiansCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(
      names = "--quorum",
      required = true,
      paramLabel = "M",
      description = "How many of them are needed, 2 at least.")
  private int quorum;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "Write the files here, one for each.")
  private @Nullable Path folder;

  @Parameters(
      paramLabel = "NAME=KEYS",
      arity = "2..16",
      description = "What you call them, and their key (age1…) or file of public keys.")
  private List<String> guardians = List.of();

  private record Guardian(String name, RecipientKeys keys) {
    static Guardian of(String typed) {
      int at = typed.indexOf('=');
      if (at < 1) {
        throw Stop.usage("A guardian is NAME=KEYS, such as Ada=ada.pub.");
      }
      return new Guardian(
          typed.substring(0, at), Keys.recipients("NAME=KEYS", typed.substring(at + 1)));
    }
  }

  @Override
  public Integer call() {
    var people = guardians.stream().map(Guardian::of).toList();
    var into = PrivateFiles.folder(Path.of(String.valueOf(folder)));
    var client = common.client();
    var account = client.home().requireAccount();
    var names = people.stream().map(Guardian::name).toList();
    var files = new ArrayList<String>();
    try (var owner = new Accounts(client).unlock();
        var made =
            Guardians.make(
                account.server(),
                account.name(),
                owner.id(),
                names,
                quorum,
                owner.keys().signing(),
                Instant.now())) {
      // The files first: a slot that nobody has shares of would only look like a way back.
      for (int i = 0; i < people.size(); i++) {
        var file = into.resolve("guardian-" + (i + 1) + ".age");
        RecoveryCommand.write(file, made.shares().get(i).seal(people.get(i).keys().strongest()));
        files.add(file.toString());
      }
      try {
        var label = quorum + " of " + String.join(", ", names);
        new Recovery(client)
            .add(
                owner,
                SlotKind.GUARDIANS,
                made.keys(),
                label.length() > 200 ? label.substring(0, 200) : label)
            .box()
            .close();
      } catch (Stop stop) {
        if (stop.exit() == Stop.Exit.REFUSED) {
          files.forEach(file -> PrivateFiles.discard(Path.of(file)));
        }
        throw stop;
      }
    }
    common
        .terminal()
        .result(
            "Give each of them their file: "
                + String.join(", ", files)
                + ". Then practise: make new keys (vault keygen), let "
                + quorum
                + " of them answer (vault recovery answer), and run \"vault recovery drill --answer"
                + " FILE … -i KEYS\".",
            Map.of("quorum", quorum, "files", files));
    return 0;
  }
}
