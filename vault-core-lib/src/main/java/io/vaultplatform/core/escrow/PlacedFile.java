package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A share file and the portion and path that it is for. */
public record PlacedFile(Place place, SealedFile file) {
  private static final int MOST_SHARE = 8192;

  static PlacedFile read(Fields share) {
    return new PlacedFile(Place.read(share), SealedFile.read(share, "file", MOST_SHARE));
  }

  /** A list of them, each place once. */
  static List<PlacedFile> list(Fields fields, String name, int least) {
    var files = Reading.list(fields, name, least, Place.MOST, PlacedFile::read);
    if (new HashSet<>(files.stream().map(PlacedFile::place).toList()).size() != files.size()) {
      throw new FieldException(fields.where(name), "has a place twice");
    }
    return files;
  }

  /** The tree form. */
  public Map<String, Object> toTree() {
    var tree = new LinkedHashMap<String, Object>();
    place.write(tree);
    tree.put("file", file.text());
    return tree;
  }
}
