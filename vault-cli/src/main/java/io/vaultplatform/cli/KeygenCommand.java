package io.vaultplatform.cli;

import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.keys.IdentityFile;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.PublicKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a person's keys and writes them into a file that {@code age -d -i} reads as well. */
@Command(
    name = "keygen",
    mixinStandardHelpOptions = true,
    description = "Make your own keys: one that opens files, one that signs.")
final class KeygenCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the keys here (mode 0600; never over an existing file). \"-\" prints the SECRET"
              + " keys.",
      required = true)
  private @Nullable Path output;

  @Override
  public Integer call() {
    try (var keys = PrivateKeys.generate()) {
      var publicKeys = keys.publicKeys();
      var tree = new LinkedHashMap<String, String>();
      tree.put("recipient", publicKeys.recipient().text());
      tree.put("signingKey", publicKeys.signing().text());
      tree.put("fingerprint", publicKeys.fingerprint().digits());
      var file = String.valueOf(output);
      if (file.equals("-")) {
        // Printing a secret takes asking for it: "-" is that.
        try (SecretBytes content = IdentityFile.write(keys)) {
          common
              .terminal()
              .out()
              .print(content.<String>expose(b -> new String(b, StandardCharsets.US_ASCII)));
          common.terminal().out().flush();
        }
        return 0;
      }
      KeyFiles.write(Path.of(file), keys);
      var published = Path.of(file + ".pub");
      publish(publicKeys, published, Path.of(file));
      tree.put("file", file);
      tree.put("publicFile", published.toString());
      common
          .terminal()
          .result(
              "Fingerprint: "
                  + publicKeys.fingerprint().digits()
                  + "\nYour public keys are in "
                  + published
                  + ": give this file to whoever needs it. Your secret keys are in "
                  + file
                  + ". Whoever has this file reads what is encrypted to you; if it is lost, nobody"
                  + " does.",
              tree);
      return 0;
    }
  }

  // Nobody was given anything yet: keys that are left over would be in the way of the next try.
  private static void publish(PublicKeys keys, Path published, Path secret) {
    try {
      KeyFiles.publish(published, keys);
    } catch (Stop stop) {
      PrivateFiles.discard(secret);
      throw stop;
    }
  }
}
