package io.vaultplatform.cli;

import io.vaultplatform.cli.work.PathWords;
import io.vaultplatform.cli.work.Switch;
import io.vaultplatform.cli.work.Wanted;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.escrow.Portion;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is typed for {@code arm} beyond the plan, and what is said of it afterwards. */
final class ArmWords {
  private static final Pattern PORTION = Pattern.compile("([1-9][0-9]?)\\.([1-9][0-9]?)");

  private ArmWords() {}

  /** {@code P1D: Rosa, Ron / Tom}. */
  static Wanted.Stage stage(String text) {
    var parts = text.split(":", 2);
    if (parts.length != 2 || parts[1].isBlank()) {
      throw Stop.usage("A stage is written as \"P1D: Rosa, Ron / Tom\".");
    }
    return new Wanted.Stage(
        Durations.read("--stage", parts[0].strip()),
        Stream.of(parts[1].split("/", -1)).map(PathWords::names).toList());
  }

  /** Which documents are for which stages and sets. */
  static Map<DocumentId, Set<Portion>> only(Map<UUID, String> typed) {
    var all = new HashMap<DocumentId, Set<Portion>>();
    typed.forEach(
        (document, text) -> {
          var portions = new HashSet<Portion>();
          for (var part : text.split(",", -1)) {
            var match = PORTION.matcher(part.strip());
            if (!match.matches()) {
              throw Stop.usage("--for is written as ID=1.2: the stage, a point, and the set.");
            }
            portions.add(portion(match.group(1), match.group(2)));
          }
          all.put(new DocumentId(document), portions);
        });
    return all;
  }

  private static Portion portion(String stage, String set) {
    try {
      return new Portion(Integer.parseInt(stage), Integer.parseInt(set));
    } catch (IllegalArgumentException e) {
      throw Stop.usage("--for: " + e.getMessage() + ".");
    }
  }

  /** Codes are shown this once. */
  static String codes(Switch.Armed armed) {
    return armed.codes().entrySet().stream()
        .map(
            e ->
                "\nCLAIM CODE for "
                    + Visible.line(e.getKey())
                    + ": "
                    + e.getValue().text()
                    + "\n  Hand it over yourself, not by this system. It is shown this once, is not"
                    + " stored anywhere, and is for this arming alone.")
        .collect(Collectors.joining());
  }

  /** What has to be typed before the platform opens for anybody. */
  static String platformOpens(List<String> names) {
    return "the platform opens for " + String.join(", ", names);
  }

  /** The weaker label, wherever the platform opens for somebody. */
  static String platformOpens(Switch.Armed armed) {
    return armed.platformOpens().isEmpty() ? "" : "\n" + executorOpened(armed.platformOpens());
  }

  static String executorOpened(List<String> names) {
    return "EXECUTOR-OPENED: the platform itself opens for "
        + names.stream().map(Visible::line).collect(Collectors.joining(", "))
        + ", when they bring a key after the release. Nothing opens before the trustees' quorum;"
        + " but after the release, until they bring their key, the platform and whoever breaks"
        + " into it can open what is for them. A claim code would keep the platform out.";
  }

  /** What has to be carried by hand. */
  static String handOuts(Switch.Armed armed) {
    return armed.handOuts().isEmpty()
        ? ""
        : "\nThe trustees can also open WITHOUT the platform. Hand each the kit and their own file:"
            + armed.handOuts().stream().map(f -> "\n  " + f).collect(Collectors.joining())
            + "\nWhoever holds one cannot be left out again for these documents: that needs new"
            + " versions of them.";
  }

  static Map<String, Object> tree(Switch.Armed armed) {
    var party = armed.party();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("trigger", armed.trigger().toString());
    tree.put("epoch", armed.epoch());
    tree.put("policyHash", armed.policyHash());
    tree.put("documents", armed.documents());
    tree.put("forNobody", ids(armed.forNobody()));
    tree.put("notReleased", ids(armed.notReleased()));
    tree.put("trustees", party.trustees().stream().map(TrusteeCommand::tree).toList());
    tree.put("recipients", party.recipients().stream().map(RecipientCommand::tree).toList());
    var codes = new LinkedHashMap<String, Object>();
    armed.codes().forEach((name, code) -> codes.put(name, code.text()));
    tree.put("claimCodes", codes);
    tree.put("mode", armed.platformOpens().isEmpty() ? "blind" : "executor");
    tree.put("platformOpens", armed.platformOpens());
    tree.put("handOuts", armed.handOuts().stream().map(Path::toString).toList());
    tree.put("receipt", armed.receipt().toString());
    return tree;
  }

  private static List<String> ids(List<DocumentId> documents) {
    return documents.stream().map(DocumentId::toString).toList();
  }
}
