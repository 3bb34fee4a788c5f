package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.escrow.HandOuts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that trustees of paths without the platform are handed: one kit for all, and to each
 * their own shares, encrypted to them. Written here, and never sent.
 */
record HandOutFiles(Party party) {

  List<Path> write(HandOuts handOuts, Optional<Path> folder) {
    if (folder.isEmpty()) {
      throw Stop.usage(
          "Trustees who open without the platform are given files by hand: name a folder for them"
              + " with --hand-outs.");
    }
    var written = new ArrayList<Path>();
    try {
      written.add(write(folder.get(), "kit.json", handOuts.kit().toTree()));
      for (var trustee : party.trustees()) {
        if (handOuts.trustees().contains(trustee.id())) {
          written.add(write(folder.get(), name(trustee), handOuts.of(trustee.id())));
        }
      }
    } catch (Stop stop) {
      discard(written);
      throw stop;
    }
    return List.copyOf(written);
  }

  /** Of an arming that was refused: handed out, they would open nothing that is stored. */
  static void discard(List<Path> written) {
    written.forEach(PrivateFiles::discard);
  }

  private String name(People.Trustee trustee) {
    boolean alone =
        party.trustees().stream().filter(t -> t.alias().equals(trustee.alias())).count() == 1;
    return "shares-of-"
        + FileNames.saved(trustee.alias()).replaceAll("[/\\\\]", "_")
        + (alone ? "" : "-" + trustee.id())
        + ".json";
  }

  private static Path write(Path folder, String name, Map<String, Object> tree) {
    var target = PrivateFiles.folder(folder).resolve(name);
    try {
      return Files.write(target, Json.bytes(tree), StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw Stop.refused("The file " + target + " cannot be written, or is there already.");
    }
  }
}
