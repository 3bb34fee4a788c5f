package io.vaultplatform.cli.demo;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.work.Logs;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.audit.LogEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What anybody can check afterwards without the server: the exported log, with everybody's
 * receipts.
 */
final class Proof {
  private final Narrator story;

  Proof(Narrator story) {
    this.story = story;
  }

  /**
   * Exports the log as its owner, and verifies it offline; then spoils a copy and sees it refused.
   *
   * @param witnesses others who hold receipts of this vault
   * @return how many entries there are
   */
  long of(Vaults.Known vault, Person owner, List<Person> witnesses) throws IOException {
    var export = owner.folder().resolve("export.jsonl");
    new Logs(owner.client()).export(vault, export);
    var receipts = new ArrayList<>(ofVault(owner, vault));
    witnesses.forEach(w -> receipts.addAll(ofVault(w, vault)));
    return switch (Logs.verify(export, Optional.of(vault.auditKey()), receipts)) {
      case LogEvidence.Intact intact -> {
        story.tell(
            "Anyone",
            "verified the export offline: "
                + intact.count()
                + " entries, "
                + receipts.size()
                + " receipts found in it.");
        spoilt(vault, export);
        yield intact.count();
      }
      case LogEvidence.Broken(var index, var flaw, var why) ->
          throw Stop.refused("The log is broken at entry " + index + " (" + flaw + "): " + why);
    };
  }

  private static List<Path> ofVault(Person person, Vaults.Known vault) {
    return person.client().home().receipts().all().stream()
        .filter(r -> r.getFileName().toString().startsWith(vault.id().toString()))
        .toList();
  }

  private void spoilt(Vaults.Known vault, Path export) throws IOException {
    var lines = new ArrayList<>(Files.readAllLines(export));
    lines.remove(lines.size() / 2);
    var copy = export.resolveSibling("tampered.jsonl");
    Files.write(copy, lines);
    switch (Logs.verify(copy, Optional.of(vault.auditKey()), List.of())) {
      case LogEvidence.Broken(var index, var flaw, var why) ->
          story.tell(
              "Anyone", "cut a line out of a copy: refused at entry " + index + " (" + flaw + ").");
      case LogEvidence.Intact intact ->
          throw Stop.refused("A log without one of its lines was taken for intact.");
    }
  }
}
