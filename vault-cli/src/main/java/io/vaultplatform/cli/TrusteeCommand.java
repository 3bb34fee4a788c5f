package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Assembling;
import io.vaultplatform.cli.work.People;
import io.vaultplatform.cli.work.Trusteeship;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.crypto.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks people to hold a share and to confirm when the time comes. */
@Command(
    name = "trustee",
    mixinStandardHelpOptions = true,
    description = {
      "Invite a trustee, list them, or verify the fingerprint one of them read to you.",
      "As a trustee: prove that your key works, or give your shares."
    })
final class TrusteeCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name a command: invite, list, verify, prove or give.");
  }

  @Command(
      name = "invite",
      mixinStandardHelpOptions = true,
      description = "Ask somebody by mail. They accept with keys of their own.")
  int invite(
      @Mixin Common common,
      @Parameters(paramLabel = "VAULT") String vault,
      @Option(names = "--alias", required = true, description = "What you call them.") String alias,
      @Option(names = "--address", required = true, description = "Where the letter goes.")
          String address) {
    var client = common.client();
    var id = new People(client).invite(new Vaults(client).find(vault), alias, address);
    common
        .terminal()
        .result(
            "Asked " + alias + " by mail; trustee " + id + ".", Map.of("trustee", id.toString()));
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List a vault's trustees. Compare fingerprints with them by voice.")
  int list(@Mixin Common common, @Parameters(paramLabel = "VAULT") String vault) {
    var client = common.client();
    var people = new People(client).trustees(new Vaults(client).find(vault));
    common
        .terminal()
        .result(
            people.isEmpty()
                ? "No trustee yet."
                : people.stream().map(TrusteeCommand::line).collect(Collectors.joining("\n")),
            Map.of("items", people.stream().map(TrusteeCommand::tree).toList()));
    return 0;
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Write down that you have this fingerprint from the trustee themselves, by voice or face to"
            + " face. \"arm\" gives a share to nobody else.",
        "They read it from \"vault accept\" or \"vault keygen\"."
      })
  int verify(
      @Mixin Common common,
      @Parameters(paramLabel = "VAULT") String vault,
      @Parameters(paramLabel = "TRUSTEE", description = "What you call them, or their id.")
          String who,
      @Parameters(
              paramLabel = "FINGERPRINT",
              arity = "1..16",
              description = "The eight groups of five digits, or the sixteen words.")
          List<String> read) {
    var client = common.client();
    var trustee =
        new People(client)
            .compareTrustee(
                new Vaults(client).find(vault), Optional.of(who), String.join(" ", read));
    common
        .terminal()
        .result(
            trustee.alias() + "'s key is the one they read to you; noted.",
            Map.of("trustee", trustee.id().toString(), "compared", true));
    return 0;
  }

  @Command(
      name = "prove",
      mixinStandardHelpOptions = true,
      description = {
        "As a trustee, once a year: show that your key still works.",
        "Opens your shares on this computer, compares them with what the owner signed, and signs"
            + " that it did. Nothing that was opened is sent or kept."
      })
  int prove(
      @Mixin Common common,
      @Option(names = "--link", required = true, description = "The link in the letter.")
          String link,
      @Option(
              names = {"-i", "--identity"},
              required = true,
              paramLabel = "FILE",
              description = "Your identity file.")
          Path identity) {
    try (var keys = KeyFiles.read(identity).keys()) {
      var proofs = new Trusteeship(common.clientFor(link)).prove(link, keys);
      common
          .terminal()
          .result(
              proofs
                  .due()
                  .map(due -> "Your key works; that is recorded. The next time is due on " + due)
                  .map(said -> said + ".\nReceipts: " + lines(proofs.receipts()))
                  .orElse("Your key was shown to work within the last day; that is recorded."),
              Map.of(
                  "proofs",
                  proofs.receipts().size(),
                  "before",
                  proofs.before(),
                  "receipts",
                  proofs.receipts().stream().map(Path::toString).toList(),
                  "due",
                  proofs.due().map(Instant::toString).orElse("")));
      return 0;
    }
  }

  private static String lines(List<Path> receipts) {
    return receipts.stream().map(Path::toString).collect(Collectors.joining("\n  "));
  }

  @Command(
      name = "give",
      mixinStandardHelpOptions = true,
      description = {
        "As a trustee, without the platform: give the shares that the owner handed you to whoever"
            + " puts them together (vault release assemble).",
        "Give them only when you are sure: nothing can stop it afterwards."
      })
  int give(
      @Mixin Common common,
      @Parameters(paramLabel = "FILE", description = "The file that the owner handed you.")
          Path shares,
      @Option(
              names = {"-i", "--identity"},
              required = true,
              paramLabel = "FILE",
              description = "Your identity file.")
          Path identity,
      @Option(names = "--to", required = true, paramLabel = "KEY", description = "Whose (age1…).")
          String to,
      @Option(
              names = {"-o", "--output"},
              required = true,
              paramLabel = "FILE",
              description = "Write what you give here.")
          Path output) {
    try (var keys = KeyFiles.read(identity)) {
      var given =
          Assembling.give(shares, keys.identities(), Keys.recipients("--to", to).strongest());
      try {
        Files.write(output, given, StandardOpenOption.CREATE_NEW);
      } catch (IOException e) {
        throw Stop.refused("The file " + output + " cannot be written, or is there already.");
      }
      common.terminal().result("Written: " + output, Map.of("file", output.toString()));
      return 0;
    }
  }

  static Map<String, Object> tree(People.Trustee t) {
    return Map.of(
        "id", t.id().toString(),
        "alias", t.alias(),
        "state", t.state(),
        "compared", t.standing() == People.Standing.COMPARED,
        "fingerprint", t.fingerprint().map(Fingerprint::digits).orElse(""));
  }

  private static String line(People.Trustee t) {
    return t.id()
        + "  "
        + t.alias()
        + "  "
        + t.state()
        + t.fingerprint().map(f -> "  " + f.digits()).orElse("")
        + (t.standing() == People.Standing.COMPARED ? "  compared" : "");
  }
}
