package io.vaultplatform.cli;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.Grants;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.grants.Right;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets another account see or open something in one's own vault, and takes that back. */
@Command(
    name = "grant",
    mixinStandardHelpOptions = true,
    description = {
      "Give somebody with an account access to your vault or one document, list grants, or take one"
          + " back.",
      "What \"open\" means depends on the class. A: the server opens the document for them. B: they"
          + " get nothing that opens. C: they open it with their own key, if it was made for it"
          + " (vault put -r)."
    })
final class GrantCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name a command: give, list or end.");
  }

  @Command(
      name = "give",
      mixinStandardHelpOptions = true,
      description = "Let an account see (know of it, without titles) or open.")
  int give(
      @Mixin Common common,
      @Parameters(paramLabel = "VAULT", description = "Your vault's label or id.") String vault,
      @Option(
              names = "--to",
              paramLabel = "ACCOUNT",
              required = true,
              description = "Their account's id; \"vault whoami\" tells it to them.")
          UUID to,
      @Option(names = "--document", description = "This document alone (else the whole vault).")
          @Nullable UUID document,
      @Option(names = "--right", required = true, description = "see or open.") String right,
      @Option(
              names = "--from",
              description = "From this time on (else from now): 2026-12-24T12:00:00Z.")
          @Nullable String from,
      @Option(names = "--until", description = "Up to this time (else for ever).")
          @Nullable String until,
      @Option(
              names = "--after-release",
              paramLabel = "TRIGGER",
              description = "Only once this trigger was released.")
          @Nullable UUID afterRelease) {
    var client = common.client();
    var wish =
        new Grants.Wish(
            to,
            Optional.ofNullable(document).map(DocumentId::new),
            Right.named(right)
                .filter(Right::hasEffect)
                .orElseThrow(() -> Stop.usage("--right takes see or open.")),
            Optional.ofNullable(from).map(text -> Durations.time("--from", text)),
            Optional.ofNullable(until).map(text -> Durations.time("--until", text)),
            Optional.ofNullable(afterRelease));
    var given = new Grants(client, new Vaults(client).mine(vault)).give(wish);
    show(common, "Granted", given);
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List a vault's grants, those taken back included.")
  int list(
      @Mixin Common common,
      @Parameters(paramLabel = "VAULT", description = "Your vault's label or id.") String vault) {
    var client = common.client();
    var grants = new Grants(client, new Vaults(client).mine(vault)).list();
    common
        .terminal()
        .result(
            grants.isEmpty()
                ? "No grant yet."
                : grants.stream().map(GrantCommand::line).collect(Collectors.joining("\n")),
            Map.of("items", grants.stream().map(Json::members).toList()));
    return 0;
  }

  @Command(
      name = "end",
      mixinStandardHelpOptions = true,
      description = {
        "Take a grant back, at once.",
        "What was opened before stays with whoever opened it."
      })
  int end(
      @Mixin Common common,
      @Parameters(paramLabel = "VAULT", description = "Your vault's label or id.") String vault,
      @Parameters(paramLabel = "GRANT", description = "The grant's id.") UUID grant) {
    var client = common.client();
    show(common, "Taken back", new Grants(client, new Vaults(client).mine(vault)).end(grant));
    return 0;
  }

  private static void show(Common common, String what, Grants.Recorded recorded) {
    common
        .terminal()
        .result(
            what + ": " + line(recorded.grant()) + "\nReceipt: " + recorded.receipt(),
            Map.of("grant", recorded.grant().members(), "receipt", recorded.receipt().toString()));
  }

  private static String line(Json grant) {
    var what = grant.object("what");
    var line = new StringJoiner("  ");
    line.add(grant.text("grant")).add(grant.text("who")).add(grant.text("right"));
    line.add(what.optionalText("id").map(id -> what.text("kind") + " " + id).orElse("whole vault"));
    grant.optionalText("from").ifPresent(time -> line.add("from " + time));
    grant.optionalText("until").ifPresent(time -> line.add("until " + time));
    grant
        .optionalText("afterRelease")
        .ifPresent(trigger -> line.add("after the release of " + trigger));
    grant.optionalText("revokedAt").ifPresent(time -> line.add("taken back " + time));
    return Visible.line(line.toString());
  }
}
