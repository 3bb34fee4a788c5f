package io.vaultplatform.cli;

import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.keys.IdentityFile;
import io.vaultplatform.core.keys.PrivateKeys;
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
      tree.put("file", file);
      common
          .terminal()
          .result(
              "Public key:  "
                  + publicKeys.recipient().text()
                  + "\nSigning key: "
                  + publicKeys.signing().text()
                  + "\nFingerprint: "
                  + publicKeys.fingerprint().digits()
                  + "\nYour secret keys are in "
                  + file
                  + ". Whoever has this file reads what is encrypted to you; if it is lost, nobody"
                  + " does.",
              tree);
      return 0;
    }
  }
}
