package io.vaultplatform.core.people;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal.Reason;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * What people call each other here: one line of 1 to 80 characters, not necessarily a name.
 *
 * <p>It is shown in letters and pages to people who have to trust them. So it has no control
 * characters (a line break would write lines of our letter), and no invisible or direction-changing
 * ones (they make one alias look like another): letters that are drawn as nothing count as such,
 * and so do spaces at either end, of whatever width. Markup is left as it is: pages escape.
 * Personal, hence never printed.
 */
public record Alias(String text) {
  /** The longest, in characters. */
  public static final int LONGEST = 80;

  /** Letters and symbols by their type, and blank: fillers of Hangul, and Braille without dots. */
  private static final Set<Integer> BLANK = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800);

  public Alias {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("not an alias");
    }
  }

  /**
   * Reads what a person typed into the named field: surrounding spaces go, the rest is kept (in
   * form NFC).
   */
  public static Outcome<Alias> parse(String field, String typed) {
    var text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
    return isWellFormed(text)
        ? Outcome.done(new Alias(text))
        : Outcome.refused(
            Reason.INVALID,
            field,
            "Write 1 to "
                + LONGEST
                + " characters on one line, without control or invisible characters"
                + unseen(text)
                + ".");
  }

  // Who pasted such a character does not see which one is meant.
  private static String unseen(String text) {
    return text.codePoints()
        .filter(c -> !isVisible(c) || (isSpace(c) && c != ' '))
        .mapToObj(c -> String.format(Locale.ROOT, " such as U+%04X (%s)", c, Character.getName(c)))
        .findFirst()
        .orElse("");
  }

  private static boolean isWellFormed(String text) {
    return !text.isBlank()
        && text.codePointCount(0, text.length()) <= LONGEST
        && text.length() <= 2 * LONGEST
        && text.equals(text.strip())
        && !isSpace(text.codePointAt(0))
        && !isSpace(text.codePointBefore(text.length()))
        && text.codePoints().allMatch(Alias::isVisible)
        && text.codePoints().anyMatch(Alias::isDrawn);
  }

  // Java strips no space that forbids a line break.
  private static boolean isSpace(int codePoint) {
    return Character.getType(codePoint) == Character.SPACE_SEPARATOR;
  }

  // A mark is drawn upon a letter; some marks, such as variation selectors, are nothing by
  // themselves.
  private static boolean isDrawn(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          false;
      // Character types are ints, not a closed type: every other one has a shape of its own.
      default -> true;
    };
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      // Character types are ints, not a closed type: every other one can be seen.
      default -> !BLANK.contains(codePoint);
    };
  }

  @Override
  public String toString() {
    return "alias withheld";
  }
}
