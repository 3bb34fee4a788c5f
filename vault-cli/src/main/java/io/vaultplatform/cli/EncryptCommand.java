package io.vaultplatform.cli;

import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Armor;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Suite;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Encrypts any file as age v1; needs no account and no server. */
@Command(
    name = "encrypt",
    mixinStandardHelpOptions = true,
    description = "Encrypt a file (age v1): to public keys (-r), or to a passphrase.")
final class EncryptCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(
      names = {"-r", "--recipient"},
      paramLabel = "RECIPIENT",
      description =
          "A public key, age1…, or a person's file of them (….pub); may be repeated (at most 20).")
  private List<String> recipients = List.of();

  @Option(
      names = {"-a", "--armor"},
      description = "Write text instead of bytes.")
  private boolean armor;

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
    if (recipients.isEmpty() != common.hasPassphraseFile()) {
      throw Stop.usage("Name recipients with -r, or a --passphrase-file; not both.");
    }
    Filter.run(file, output, common.terminal(), "Encrypting", this::encrypt);
    return 0;
  }

  private void encrypt(InputStream in, OutputStream out) throws IOException {
    if (!armor) {
      encryptBinary(in, out);
      return;
    }
    try (var text = Armor.writing(out)) {
      encryptBinary(in, text);
    }
  }

  private void encryptBinary(InputStream in, OutputStream out) {
    if (recipients.isEmpty()) {
      try (var passphrase = common.passphrase()) {
        AgeFile.encrypt(in, passphrase, AgeFile.PASSPHRASE_LOG_N, out);
      }
      return;
    }
    var people = recipients.stream().map(r -> Keys.recipients("-r", r)).distinct().toList();
    if (people.size() > 20) {
      throw Stop.usage("A file has at most 20 recipients.");
    }
    AgeFile.encrypt(in, ofOneSuite(people), out);
  }

  // Suites are never mixed in one file, so everybody gets the strongest that everybody has.
  private static Set<AgeRecipient> ofOneSuite(List<RecipientKeys> people) {
    for (var suite : List.of(Suite.HYBRID, Suite.CLASSIC)) {
      if (people.stream().allMatch(p -> p.of(suite).isPresent())) {
        return people.stream().flatMap(p -> p.of(suite).stream()).collect(Collectors.toSet());
      }
    }
    throw Stop.usage(
        "Some of the keys are post-quantum hybrid (age1pq1…) and some are not: one file cannot be"
            + " made for both. Ask for keys of one kind.");
  }
}
