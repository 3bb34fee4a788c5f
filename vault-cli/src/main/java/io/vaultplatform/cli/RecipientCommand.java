package io.vaultplatform.cli;

import io.vaultplatform.cli.work.People;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.PublicKeyFile;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Names the people who will receive. */
@Command(
    name = "recipient",
    mixinStandardHelpOptions = true,
    description = "Name who receives after a release, list them, or verify a key.")
final class RecipientCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name a command: add, list or verify.");
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description =
          "Name a recipient. Prints the code that you hand over yourself; nobody is written to.")
  int add(
      @Mixin Common common,
      @Parameters(paramLabel = "VAULT") String vault,
      @Option(names = "--alias", required = true, description = "What you call them.") String alias,
      @Option(
              names = "--address",
              required = true,
              description = "Where the letter goes after a release.")
          String address,
      @Option(
              names = "--key",
              description =
                  "Their public key (age1…), or their file of it. Without one, arming makes a claim"
                      + " code for them.")
          @Nullable String key,
      @Option(names = "--signing-key", description = "Their signing key, if they have one.")
          @Nullable String signingKey) {
    var client = common.client();
    var known = new Vaults(client).find(vault);
    var keys = Optional.ofNullable(key).map(k -> Keys.of("--key", k));
    var named =
        new People(client)
            .add(
                known,
                alias,
                address,
                keys.map(PublicKeyFile.Content::recipient),
                Optional.ofNullable(signingKey)
                    .map(k -> Keys.signing("--signing-key", k))
                    .or(() -> keys.flatMap(PublicKeyFile.Content::signing)));
    var ownerKey = new VerificationKey(client.home().requireAccount().signing()).fingerprint();
    common
        .terminal()
        .result(
            "Recipient "
                + alias
                + " is "
                + named.id()
                + ".\nHand over to them yourself, not by this system:\n  the code  "
                + named.code().text()
                + "\n  your key  "
                + ownerKey
                + "\nThe code is shown this once; the server keeps only its hash."
                + (keys.isPresent()
                    ? ""
                    : "\nThey have no key: \"vault arm\" shows a claim code for them, once for each"
                        + " arming, or lets the platform open for them (--platform-opens), which is"
                        + " weaker."),
            Map.of(
                "recipient", named.id().toString(),
                "code", named.code().text(),
                "ownerKey", ownerKey));
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the recipients of a vault.")
  int list(@Mixin Common common, @Parameters(paramLabel = "VAULT") String vault) {
    var client = common.client();
    var people = new People(client).recipients(new Vaults(client).find(vault));
    common
        .terminal()
        .result(
            people.isEmpty()
                ? "No recipient yet."
                : people.stream()
                    .map(r -> r.id() + "  " + r.alias() + "  " + key(r))
                    .collect(Collectors.joining("\n")),
            Map.of("items", people.stream().map(RecipientCommand::tree).toList()));
    return 0;
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "On another computer than the one that named them: write down that you have this key from"
              + " the recipient themselves. \"arm\" encrypts to nobody else.")
  int verify(
      @Mixin Common common,
      @Parameters(paramLabel = "VAULT") String vault,
      @Parameters(paramLabel = "RECIPIENT", description = "What you call them, or their id.")
          String who,
      @Parameters(
              paramLabel = "KEY",
              description = "Their public key (age1…), or \"none\" where they have none.")
          String key) {
    var client = common.client();
    var recipient =
        new People(client)
            .compareRecipient(
                new Vaults(client).find(vault),
                Optional.of(who),
                key.equals("none") ? Optional.empty() : Optional.of(Keys.recipients("KEY", key)));
    common
        .terminal()
        .result(
            recipient.alias() + "'s key is the one they gave you; noted.",
            Map.of("recipient", recipient.id().toString(), "compared", true));
    return 0;
  }

  static Map<String, Object> tree(People.Recipient r) {
    return Map.of(
        "id", r.id().toString(),
        "alias", r.alias(),
        "compared", r.standing() == People.Standing.COMPARED,
        "recipient", key(r));
  }

  static String key(People.Recipient r) {
    return r.recipient().map(RecipientKeys::fingerprint).orElse("no key yet");
  }
}
