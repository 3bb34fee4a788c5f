package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.escrow.Portion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * How a vault is to be armed, in the owner's words, beyond the plan: who opens together with whom,
 * who receives when, and which documents are for whom. Empty parts stand for the simple use.
 *
 * @param paths the ways to open; empty: the platform and the plan's quorum of all trustees
 * @param stages who receives, by stage and set; empty: everybody, at once
 * @param only documents that are not for everybody
 * @param platformOpens recipients without a key for whom the platform opens, by name or id
 * @param without documents that the server no longer shows, and that may be left behind
 * @param handOuts where files for trustees of paths without the platform are written
 */
public record Wanted(
    List<PathWords> paths,
    List<Stage> stages,
    Map<DocumentId, Set<Portion>> only,
    Set<String> platformOpens,
    Set<DocumentId> without,
    Optional<Path> handOuts) {

  /** A stage: how long after it the next can be stopped, and the names of who receives. */
  public record Stage(Duration abort, List<List<String>> sets) {
    public Stage {
      sets = sets.stream().map(List::copyOf).toList();
    }
  }

  public Wanted {
    paths = List.copyOf(paths);
    stages = List.copyOf(stages);
    only = Map.copyOf(only);
    platformOpens = Set.copyOf(platformOpens);
    without = Set.copyOf(without);
  }

  /** Everybody, everything, at once. */
  public static Wanted simple(Set<DocumentId> without) {
    return new Wanted(List.of(), List.of(), Map.of(), Set.of(), without, Optional.empty());
  }

  /** Who of everybody gets a share or a packet: those who are named, or all. */
  public Party party(Party everybody) {
    var holding =
        paths.stream()
            .flatMap(path -> path.groups().stream())
            .flatMap(group -> group.names().stream())
            .map(name -> trustee(everybody, name))
            .collect(Collectors.toSet());
    var receiving =
        stages.stream()
            .flatMap(stage -> stage.sets().stream().flatMap(List::stream))
            .map(name -> recipient(everybody, name))
            .collect(Collectors.toSet());
    return new Party(
        everybody.trustees().stream()
            .filter(t -> holding.isEmpty() || holding.contains(t.id()))
            .toList(),
        everybody.recipients().stream()
            .filter(r -> receiving.isEmpty() || receiving.contains(r.id()))
            .toList());
  }

  /** For whom the platform opens; ends the command where that is impossible. */
  Set<UUID> byPlatform(Party party) {
    var ids =
        platformOpens.stream().map(name -> recipient(party, name)).collect(Collectors.toSet());
    for (var person : party.recipients()) {
      if (ids.contains(person.id()) && person.recipient().isPresent()) {
        throw Stop.usage(
            person.alias() + " has a key of their own: nobody has to open anything for them.");
      }
    }
    return ids;
  }

  /** The fewest shares that open together with the platform, as the plan counts them. */
  public int shares(int otherwise) {
    return paths.stream()
        .filter(PathWords::platform)
        .mapToInt(path -> path.groups().stream().mapToInt(PathWords.Group::threshold).sum())
        .min()
        .orElse(otherwise);
  }

  static UUID trustee(Party party, String name) {
    var found =
        party.trustees().stream()
            .filter(t -> t.alias().equals(name) || t.id().toString().equals(name))
            .map(People.Trustee::id)
            .toList();
    return one(found, "trustee", name);
  }

  static UUID recipient(Party party, String name) {
    var found =
        party.recipients().stream()
            .filter(r -> r.alias().equals(name) || r.id().toString().equals(name))
            .map(People.Recipient::id)
            .toList();
    return one(found, "recipient", name);
  }

  private static UUID one(List<UUID> found, String what, String name) {
    if (found.isEmpty()) {
      throw Stop.usage("This vault has no " + what + " " + name + ".");
    }
    if (found.size() > 1) {
      throw Stop.usage("Several people are called " + name + ": name the id of the " + what + ".");
    }
    return found.getFirst();
  }
}
