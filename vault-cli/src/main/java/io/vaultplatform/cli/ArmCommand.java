package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Party;
import io.vaultplatform.cli.work.PathWords;
import io.vaultplatform.cli.work.People;
import io.vaultplatform.cli.work.Switch;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.cli.work.Wanted;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.crypto.Fingerprint;
import io.vaultplatform.core.triggers.Condition;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.Reminders;
import io.vaultplatform.core.triggers.Uncertainty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Arms a dead man's switch: everything a release needs is made on this computer. */
@Command(
    name = "arm",
    mixinStandardHelpOptions = true,
    description = {
      "Arm the switch of a vault. Keys, headers and shares are made here; the server cannot open"
          + " what it gets.",
      "If the platform ends, recipients get nothing from it: keep an export (vault get"
          + " --encrypted) and your keys (vault whoami --save-keys)."
    })
final class ArmCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(index = "0", paramLabel = "VAULT", description = "A vault's label or id.")
  private String vault = "";

  @Option(names = "--trigger", description = "Arm this one again instead of making one.")
  private @Nullable UUID trigger;

  @Option(
      names = "--interval",
      defaultValue = "P7D",
      description = "A check-in is due this long after the last (${DEFAULT-VALUE}).")
  private String interval = "";

  @Option(
      names = "--grace",
      defaultValue = "P3D",
      description = "Time after an accepted reminder (${DEFAULT-VALUE}).")
  private String grace = "";

  @Option(
      names = "--remind-before",
      paramLabel = "D",
      description = "Remind this long before the deadline; may be repeated, the longest first.")
  private List<String> remindBefore = List.of();

  @Option(
      names = "--remind-every",
      defaultValue = "P1D",
      description = "Reminders during grace follow this far apart (${DEFAULT-VALUE}).")
  private String remindEvery = "";

  @Option(
      names = "--arrive-within",
      defaultValue = "PT12H",
      description = "How long a letter may take to be read (${DEFAULT-VALUE}).")
  private String arriveWithin = "";

  @Option(
      names = "--verify-within",
      defaultValue = "P7D",
      description = "How long trustees have to answer (${DEFAULT-VALUE}).")
  private String verifyWithin = "";

  @Option(
      names = "--challenge",
      defaultValue = "P7D",
      description =
          "How long you have to object before anything is handed over (${DEFAULT-VALUE}).")
  private String challenge = "";

  @Option(
      names = "--abort-window",
      defaultValue = "P1D",
      description = "How long after a hand-over the rest can be stopped (${DEFAULT-VALUE}).")
  private String abortWindow = "";

  @Option(
      names = "--quorum",
      defaultValue = "2",
      description = "How many trustees must confirm (${DEFAULT-VALUE}).")
  private int quorum;

  @Option(
      names = "--trustee",
      paramLabel = "FINGERPRINT",
      description = "A fingerprint that a trustee read to you; may be repeated.")
  private List<String> trustees = List.of();

  @Option(
      names = "--recipient",
      paramLabel = "KEY",
      description =
          "A key (age1…) that a recipient gave to you, or their file of it; may be repeated.")
  private List<String> recipients = List.of();

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = {
        "A way to open, as \"platform AND 2 of (Anna, Bert, Clara)\"; repeated: any of them opens.",
        "Several groups are joined by AND. Without the word platform it is of trustees alone, which"
            + " some products allow. Trustees that no path names hold no share: so one leaves."
      })
  private List<String> paths = List.of();

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = {
        "Who receives, as \"P1D: Rosa, Ron / Tom\": two sets, which may get different documents"
            + " (--for), and a day in which the next stage can be stopped; repeated: one after"
            + " the other. Without it everybody receives at once."
      })
  private List<String> stages = List.of();

  @Option(
      names = "--for",
      paramLabel = "DOCUMENT=STAGE.SET",
      description = "A document that is not for everybody, as ID=1.2 or ID=1.1,2.1.")
  private Map<UUID, String> only = Map.of();

  @Option(
      names = "--platform-opens",
      paramLabel = "RECIPIENT",
      description = {
        "Somebody without a key for whom the platform itself opens after the release, when they"
            + " bring one; repeated.",
        "WEAKER than the claim code that they would get otherwise: until they bring a key, the"
            + " platform and whoever breaks into it can open as well. You are asked to type that"
            + " you mean it."
      })
  private List<String> platformOpens = List.of();

  @Option(
      names = "--confirm",
      paramLabel = "WORDS",
      description = "The words that --platform-opens asks for, where nobody can be asked.")
  private @Nullable String confirm;

  @Option(
      names = "--hand-outs",
      paramLabel = "FOLDER",
      description = "Where the files for trustees of a path without the platform are written.")
  private @Nullable Path handOuts;

  @Option(
      names = "--proceed-after",
      paramLabel = "D",
      description = "Go on after this extension when trustees do not answer, instead of holding.")
  private @Nullable String proceedAfter;

  @Option(
      names = "--without",
      paramLabel = "DOCUMENT",
      description = "Arm although the server no longer shows this document; may be repeated.")
  private List<UUID> without = List.of();

  @Override
  public Integer call() {
    var client = common.client();
    var known = new Vaults(client).find(vault);
    var wanted = wanted();
    if (!platformOpens.isEmpty()) {
      TypedWords.of(common, ArmWords.platformOpens(platformOpens), confirm);
    }
    var plan = plan(wanted, party(new People(client), known, wanted));
    var actions = new Switch(client);
    try (var owner = new Accounts(client).unlock()) {
      var id =
          trigger == null ? draft(actions, known, plan) : redraft(actions, known, trigger, plan);
      var armed = actions.arm(owner, known, id, plan, wanted);
      var party = armed.party();
      common
          .terminal()
          .result(
              "Armed: "
                  + sentence()
                  + party.trustees().stream().map(ArmCommand::line).collect(Collectors.joining())
                  + party.recipients().stream().map(ArmCommand::line).collect(Collectors.joining())
                  + "\nTrigger "
                  + armed.trigger()
                  + ", epoch "
                  + armed.epoch()
                  + ", "
                  + armed.documents()
                  + " documents. Receipt: "
                  + armed.receipt()
                  + ArmWords.codes(armed)
                  + ArmWords.platformOpens(armed)
                  + ArmWords.handOuts(armed)
                  + armed.forNobody().stream()
                      .map(ArmCommand::warning)
                      .collect(Collectors.joining())
                  + armed.notReleased().stream()
                      .map(document -> apart(document, armed.trigger()))
                      .collect(Collectors.joining()),
              ArmWords.tree(armed));
      return 0;
    }
  }

  // Asked for what the person said, not for a yes: a yes would always be given.
  private Party party(People people, Vaults.Known known, Wanted wanted) {
    trustees.forEach(f -> people.compareTrustee(known, Optional.empty(), f));
    recipients.forEach(
        k ->
            people.compareRecipient(
                known, Optional.empty(), Optional.of(Keys.recipients("--recipient", k))));
    var party = wanted.party(people.party(known));
    if (party.trustees().isEmpty()) {
      throw Stop.usage("Invite trustees first: \"vault trustee invite\".");
    }
    party.requireReady();
    if (common.asks()) {
      for (var t : party.uncomparedTrustees()) {
        var typed = asked("The fingerprint that " + t.alias() + " read to you: ");
        people.compareTrustee(known, Optional.of(t.id().toString()), typed);
      }
      for (var r : party.uncomparedRecipients()) {
        var typed =
            asked(
                "The key (age1…), or the file of it, that "
                    + r.alias()
                    + " gave to you, or none: ");
        people.compareRecipient(
            known,
            Optional.of(r.id().toString()),
            typed.strip().equals("none")
                ? Optional.empty()
                : Optional.of(Keys.recipients("The key", typed)));
      }
      party = wanted.party(people.party(known));
    }
    party.requireCompared();
    return party;
  }

  private String asked(String question) {
    return Keyboard.line(Visible.line(question), "There is no keyboard to ask at.");
  }

  private static String warning(DocumentId document) {
    return "\nNOBODY but you can open document "
        + document
        + ", also after a release: it is of class C, and no key was added to it (vault put -r).";
  }

  private static String apart(DocumentId document, UUID trigger) {
    return "\nNOT part of the release: document "
        + document
        + ", for it is of class A, to which grants give access (vault grant give --after-release "
        + trigger
        + ").";
  }

  private static String line(People.Trustee t) {
    return "\n  trustee    "
        + t.alias()
        + "  "
        + t.fingerprint().map(Fingerprint::digits).orElse("");
  }

  private static String line(People.Recipient r) {
    return "\n  recipient  " + r.alias() + "  " + RecipientCommand.key(r);
  }

  // A draft left by an arming that failed is used again, so that trying twice makes one trigger.
  private static UUID draft(Switch actions, Vaults.Known known, Plan plan) {
    Optional<UUID> left =
        actions.list(known).stream()
            .filter(t -> t.state().equals("draft"))
            .map(Switch.Seen::id)
            .findFirst();
    return left.isPresent()
        ? redraft(actions, known, left.get(), plan)
        : actions.draft(known, plan);
  }

  private static UUID redraft(Switch actions, Vaults.Known known, UUID trigger, Plan plan) {
    actions.redraft(known, trigger, plan);
    return trigger;
  }

  private Wanted wanted() {
    return new Wanted(
        paths.stream().map(PathWords::parse).toList(),
        stages.stream().map(ArmWords::stage).toList(),
        ArmWords.only(only),
        Set.copyOf(platformOpens),
        without.stream().map(DocumentId::new).collect(Collectors.toSet()),
        Optional.ofNullable(handOuts));
  }

  private Plan plan(Wanted wanted, Party party) {
    try {
      return new Plan(
          new Condition.DeadManSwitch(
              read("--interval", interval),
              read("--grace", grace),
              new Reminders(
                  remindBefore.stream().map(d -> read("--remind-before", d)).toList(),
                  read("--remind-every", remindEvery),
                  read("--arrive-within", arriveWithin))),
          2,
          read("--verify-within", verifyWithin),
          read("--challenge", challenge),
          wanted.stages().isEmpty()
              ? List.of(new Plan.Stage(read("--abort-window", abortWindow)))
              : wanted.stages().stream().map(s -> new Plan.Stage(s.abort())).toList(),
          proceedAfter == null
              ? new Uncertainty.Hold()
              : new Uncertainty.Proceed(read("--proceed-after", proceedAfter)),
          party.trustees().size(),
          quorum,
          wanted.shares(quorum));
    } catch (IllegalArgumentException e) {
      throw Stop.usage("The plan is impossible: " + e.getMessage() + ".");
    }
  }

  private String sentence() {
    return "if you do not check in for "
        + Durations.words(read("--interval", interval))
        + " and, once a reminder was accepted, for "
        + Durations.words(read("--grace", grace))
        + " more, the trustees are asked; when "
        + quorum
        + " confirm within "
        + Durations.words(read("--verify-within", verifyWithin))
        + ", you have "
        + Durations.words(read("--challenge", challenge))
        + " to object; then the recipients receive.";
  }

  private static Duration read(String option, String text) {
    return Durations.read(option, text);
  }
}
