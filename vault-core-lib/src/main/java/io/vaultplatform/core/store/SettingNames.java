package io.vaultplatform.core.store;

import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The names that a server's configuration may hold. A name that nobody reads is a typing error or
 * was removed; either way its operator believes something that is not so.
 */
public record SettingNames(Set<String> known) {
  private static final String OURS = "vault.";

  // Of the client and of the launcher, whose environment a server may share; and what Kubernetes
  // sets for services whose name begins with "vault".
  private static final Pattern OF_OTHERS =
      Pattern.compile(
          "VAULT_(HOME|SERVER|RUN_FOLDER|PRODUCTS|([A-Z0-9_]+_)?SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?"
              + "|([A-Z0-9_]+_)?PORT(_[0-9]+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)?)");

  public SettingNames {
    known = Set.copyOf(known);
  }

  /**
   * What one feature reads, produced as a bean by each.
   *
   * @param names every name that it may ask for
   * @param reader reads them all, so that a wrong value is found at the start and not at first use
   */
  public record Declared(Set<String> names, Consumer<Settings> reader) {
    public Declared {
      names = Set.copyOf(names);
    }
  }

  /** The name as an environment variable. */
  static String variable(String key) {
    return underscored(key).toUpperCase(Locale.ROOT);
  }

  /**
   * Looks through every name that is set, those of other software among them.
   *
   * @throws IllegalStateException naming the first that begins like ours and is none
   */
  public void check(Iterable<String> given) {
    var all = new TreeSet<String>();
    given.forEach(all::add);
    var unknown = new TreeSet<String>();
    for (var name : all) {
      if (isOurs(name) && !isKnown(name) && !isEcho(name, all)) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw Settings.wrong(unknown.first(), "is unknown" + meant(unknown.first()));
    }
  }

  private static boolean isOurs(String name) {
    return name.startsWith(OURS)
        || (name.regionMatches(true, 0, underscored(OURS), 0, OURS.length())
            && !OF_OTHERS.matcher(name).matches());
  }

  // MicroProfile Config finds a key in the environment by its own name, with underscores, and so
  // in capitals.
  private boolean isKnown(String name) {
    return known.stream()
        .anyMatch(
            key -> name.equals(key) || name.equals(underscored(key)) || name.equals(variable(key)));
  }

  // Some servers list a variable a second time, as what it might be the variable of:
  // VAULT_PUBLIC_URL
  // as vault.public.url. It is judged once, under its own name.
  private static boolean isEcho(String name, Set<String> all) {
    return !name.equals(variable(name)) && all.contains(variable(name));
  }

  private String meant(String name) {
    boolean dotted = name.startsWith(OURS);
    return known.stream()
        .map(key -> dotted ? key : variable(key))
        .min(
            Comparator.<String>comparingInt(key -> edits(key, name))
                .thenComparing(Comparator.naturalOrder()))
        .filter(key -> edits(key, name) <= name.length() / 3)
        .map(key -> "; did you mean " + key + "?")
        .orElse("");
  }

  private static String underscored(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_");
  }

  /** How many letters are typed, left out or exchanged between two words (Levenshtein). */
  private static int edits(String one, String other) {
    var row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int exchanged = corner + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
