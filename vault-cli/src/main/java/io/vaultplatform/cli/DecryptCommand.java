package io.vaultplatform.cli;

import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Opening;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decrypts any age v1 file; needs no account and no server. */
@Command(
    name = "decrypt",
    mixinStandardHelpOptions = true,
    description = "Decrypt an age v1 file with your keys (-i), or with a passphrase.")
final class DecryptCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(
      names = {"-i", "--identity"},
      paramLabel = "IDENTITY",
      description = "An identity file; may be repeated.")
  private List<Path> identities = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "Write here instead of standard output; never over an existing file.")
  private @Nullable String output;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Read this instead of standard input.")
  private @Nullable String file;

  @Override
  public Integer call() {
    if (identities.isEmpty() != common.hasPassphraseFile()) {
      throw Stop.usage("Name identities with -i, or a --passphrase-file; not both.");
    }
    Filter.run(file, output, common.terminal(), "Decrypting", this::decrypt);
    return 0;
  }

  private void decrypt(InputStream in, OutputStream out) {
    var opening = identities.isEmpty() ? withPassphrase(in, out) : withKeys(in, out);
    if (opening instanceof Opening.Unopened<Long>(var fault)) {
      throw Stop.refused("The file was not decrypted: " + fault.detail() + ".");
    }
  }

  private Opening<Long> withPassphrase(InputStream in, OutputStream out) {
    try (var passphrase = common.passphrase()) {
      return AgeFile.decrypt(in, passphrase, AgeLimits.DEFAULT, out);
    }
  }

  private Opening<Long> withKeys(InputStream in, OutputStream out) {
    var keys = new ArrayList<AgeIdentity>();
    try {
      for (var path : identities) {
        keys.addAll(KeyFiles.read(path).identities());
      }
      return AgeFile.decrypt(in, keys, out);
    } finally {
      keys.forEach(AgeIdentity::close);
    }
  }
}
