package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One way to open, as an owner types it: {@code platform AND 2 of (Anna, Bert, Clara)}.
 *
 * @param platform whether the platform is part of it
 * @param groups the trustees, by name or id
 */
public record PathWords(boolean platform, List<Group> groups) {
  private static final Pattern GROUP =
      Pattern.compile("([1-9][0-9]?)\\s+of\\s+\\(([^()]{1,2000})\\)", Pattern.CASE_INSENSITIVE);

  /** Between groups; people in parentheses may be called "Tom and Kim". */
  private static final Pattern AND =
      Pattern.compile("\\s+AND\\s+(?![^()]*\\))", Pattern.CASE_INSENSITIVE);

  /** So many of these. */
  public record Group(int threshold, List<String> names) {
    public Group {
      names = List.copyOf(names);
    }
  }

  public PathWords {
    groups = List.copyOf(groups);
  }

  /** Reads it; anything else is wrong usage, said with an example. */
  public static PathWords parse(String text) {
    boolean platform = false;
    var groups = new ArrayList<Group>();
    for (var part : AND.split(text.strip(), -1)) {
      var group = GROUP.matcher(part.strip());
      if (part.strip().equalsIgnoreCase("platform") && !platform) {
        platform = true;
      } else if (group.matches()) {
        groups.add(new Group(Integer.parseInt(group.group(1)), names(group.group(2))));
      } else {
        throw wrong();
      }
    }
    if (groups.isEmpty()) {
      throw wrong();
    }
    return new PathWords(platform, groups);
  }

  /** Names apart by commas. */
  public static List<String> names(String text) {
    var names = new ArrayList<String>();
    for (var name : text.split(",", -1)) {
      if (name.isBlank()) {
        throw Stop.usage("A name is missing between the commas of \"" + text.strip() + "\".");
      }
      names.add(name.strip());
    }
    return names;
  }

  private static Stop wrong() {
    return Stop.usage(
        "A path is written as \"platform AND 2 of (Anna, Bert, Clara)\"; without the word platform"
            + " it is of trustees alone.");
  }
}
