package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Classes;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.ClassChange;
import io.vaultplatform.core.content.ClassLedger;
import io.vaultplatform.core.content.ClassMove;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.RecipientKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** Shows and changes who can read a document: its class, and every class it ever had. */
@Command(
    name = "class",
    mixinStandardHelpOptions = true,
    description = {
      "Show the classes that a document's content had, and give it another.",
      "A stronger class comes at once. A weaker one waits: you type what you want, a letter goes to"
          + " your confirmed address, and until the waiting is over you can cancel. What was ever"
          + " class C never becomes class A.",
      "Another class is another document: the content is encrypted anew here, and the document"
          + " before it is erased with all its versions. Grants on it end."
    })
final class ClassCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name a command: show, change or cancel.");
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show what is promised for a document, what it was, and what was ordered.")
  int show(
      @Mixin Common common,
      @Parameters(paramLabel = "VAULT", description = "Your vault's label or id.") String vault,
      @Parameters(
              paramLabel = "DOCUMENT",
              description = "Any document that the content was, or is.")
          UUID document) {
    var client = common.client();
    var ledger =
        new Classes(client).ledger(new Vaults(client).mine(vault), new DocumentId(document));
    common.terminal().result(text(ledger), tree(ledger));
    return 0;
  }

  @Command(
      name = "change",
      mixinStandardHelpOptions = true,
      description = {
        "Give a document another class.",
        "For a weaker one, run it twice: once to order it, and again when the waiting is over."
      })
  int change(
      @Mixin Common common,
      @Parameters(paramLabel = "VAULT", description = "Your vault's label or id.") String vault,
      @Parameters(paramLabel = "DOCUMENT") UUID document,
      @Option(names = "--to", required = true, description = "A, B or C.") EncryptionClass to,
      @Option(
              names = "--confirm",
              paramLabel = "WORDS",
              description =
                  "For a weaker class: the words \"make it class …\" (else they are asked for).")
          @Nullable String words,
      @Option(
              names = {"-r", "--recipient"},
              description = "Class C: somebody else who can read it (age1…); may be repeated.")
          List<String> others) {
    var client = common.client();
    var known = new Vaults(client).mine(vault);
    var classes = new Classes(client);
    var ledger = classes.ledger(known, new DocumentId(document));
    var keys =
        Optional.ofNullable(others).orElse(List.of()).stream()
            .map(k -> Keys.recipients("-r", k))
            .collect(Collectors.toSet());
    if (!keys.isEmpty() && to != EncryptionClass.C) {
      throw Stop.usage("Further readers (-r) are for class C.");
    }
    var open = ledger.open();
    if (open.isPresent() && open.get().order().to() != to) {
      throw Stop.refused(
          "A change to class "
              + open.get().order().to()
              + " is under way; cancel it first (vault class cancel).");
    }
    try (var owner = new Accounts(client).unlock()) {
      if (open.isPresent()) {
        return isDue(open.get())
            ? carriedOut(common, client, owner, known, open.get(), keys)
            : waits(open.get());
      }
      var rule = rule(ledger, to);
      var typed =
          rule instanceof ClassChange.Weakened(var needed)
              ? Optional.of(TypedWords.of(common, needed, words))
              : Optional.<String>empty();
      var ordered = classes.order(owner, known, ledger, to, typed);
      return isDue(ordered.move())
          ? carriedOut(common, client, owner, known, ordered.move(), keys)
          : ordered(common, ordered);
    }
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Take an order back that was not carried out yet.")
  int cancel(
      @Mixin Common common,
      @Parameters(paramLabel = "VAULT", description = "Your vault's label or id.") String vault,
      @Parameters(paramLabel = "DOCUMENT") UUID document) {
    var client = common.client();
    var known = new Vaults(client).mine(vault);
    var classes = new Classes(client);
    var open =
        classes
            .ledger(known, new DocumentId(document))
            .open()
            .orElseThrow(() -> Stop.refused("No change of class is under way for it."));
    var cancelled = classes.cancel(known, open);
    common
        .terminal()
        .result(
            "Cancelled: it stays class "
                + open.order().from()
                + ".\nReceipt: "
                + cancelled.receipt(),
            Map.of("state", "cancelled", "receipt", cancelled.receipt().toString()));
    return 0;
  }

  private static ClassChange rule(ClassLedger ledger, EncryptionClass to) {
    return switch (ledger.rule(to)) {
      case ClassChange.Unchanged same -> throw Stop.usage("It is of class " + to + " already.");
      case ClassChange.Never(var why) -> throw Stop.refused(why);
      case ClassChange.Strengthened free -> free;
      case ClassChange.Weakened weakened -> weakened;
    };
  }

  // By this computer's clock, to save a useless transfer; the server decides by its own.
  private static boolean isDue(ClassMove move) {
    return move.due().filter(due -> !Instant.now().isBefore(due)).isPresent();
  }

  private static int waits(ClassMove move) {
    throw Stop.refused("Nothing was done: " + when(move));
  }

  private static String when(ClassMove move) {
    return move.due()
        .map(due -> "the change waits until " + due + ".")
        .orElse("the change waits for a mail server to take the letter to your address.");
  }

  private static int ordered(Common common, Classes.Ordered ordered) {
    var move = ordered.move();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("state", "open");
    tree.put("successor", move.order().successor().toString());
    tree.put("waiting", move.waiting().toString());
    move.due().ifPresent(due -> tree.put("dueAt", due.toString()));
    tree.put("receipt", ordered.receipt().toString());
    common
        .terminal()
        .result(
            "Ordered, and nothing is weaker yet. A letter goes to your confirmed address; "
                + move.waiting().toHours()
                + " hours after a mail server took it, run this again. \"vault class cancel\" takes"
                + " it back.\nReceipt: "
                + ordered.receipt(),
            tree);
    return 0;
  }

  private static int carriedOut(
      Common common,
      Client client,
      Accounts.Unlocked owner,
      Vaults.Known vault,
      ClassMove move,
      Set<RecipientKeys> others) {
    var classes = new Classes(client);
    var stored = classes.carryOut(owner, vault, move, others);
    var ledger = classes.ledger(vault, stored.document());
    common
        .terminal()
        .result(
            "It is document "
                + stored.document()
                + " now, of class "
                + move.order().to()
                + ", and the one before was erased. "
                + ledger.guarantee()
                + "\nReceipt: "
                + stored.receipt(),
            Map.of(
                "state", "made",
                "document", stored.document().toString(),
                "class", move.order().to().name(),
                "guarantee", ledger.guarantee(),
                "receipt", stored.receipt().toString()));
    return 0;
  }

  private static String text(ClassLedger ledger) {
    var lines = new ArrayList<String>();
    lines.add(ledger.guarantee());
    for (var period : ledger.periods()) {
      lines.add(
          "  "
              + period.since()
              + "  class "
              + period.type()
              + "  document "
              + period.document()
              + period.entry().map(entry -> "  entry " + entry).orElse(""));
    }
    for (var move : ledger.moves()) {
      lines.add(
          "  "
              + move.asked()
              + "  ordered "
              + move.order().from()
              + " to "
              + move.order().to()
              + "  entry "
              + move.entry()
              + "  "
              + state(move));
    }
    for (var to : EncryptionClass.values()) {
      lines.addAll(possible(ledger, to).stream().toList());
    }
    return String.join("\n", lines);
  }

  private static String state(ClassMove move) {
    return switch (move.state()) {
      case ClassMove.State.Open open -> "open: " + when(move);
      case ClassMove.State.Made(var at, var entry) -> "carried out " + at + ", entry " + entry;
      case ClassMove.State.Cancelled(var at, var entry) -> "cancelled " + at + ", entry " + entry;
    };
  }

  private static Optional<String> possible(ClassLedger ledger, EncryptionClass to) {
    return switch (ledger.rule(to)) {
      case ClassChange.Unchanged same -> Optional.empty();
      case ClassChange.Strengthened(var caution) ->
          Optional.of("To class " + to + ": at once. " + caution);
      case ClassChange.Weakened(var words) ->
          Optional.of("To class " + to + ": after \"" + words + "\", a letter and a waiting.");
      case ClassChange.Never(var why) -> Optional.of("To class " + to + ": never. " + why);
    };
  }

  private static Map<String, Object> tree(ClassLedger ledger) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("document", ledger.present().document().toString());
    tree.put("class", ledger.present().type().name());
    tree.put("guarantee", ledger.guarantee());
    tree.put(
        "periods",
        ledger.periods().stream()
            .map(
                period ->
                    Map.of(
                        "document", period.document().toString(),
                        "class", period.type().name(),
                        "since", period.since().toString()))
            .toList());
    tree.put("orders", ledger.moves().stream().map(ClassCommand::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(ClassMove move) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("from", move.order().from().name());
    tree.put("to", move.order().to().name());
    tree.put("successor", move.order().successor().toString());
    tree.put("entry", move.entry());
    tree.put(
        "state",
        switch (move.state()) {
          case ClassMove.State.Open open -> "open";
          case ClassMove.State.Made made -> "made";
          case ClassMove.State.Cancelled cancelled -> "cancelled";
        });
    move.due().ifPresent(due -> tree.put("dueAt", due.toString()));
    return tree;
  }
}
