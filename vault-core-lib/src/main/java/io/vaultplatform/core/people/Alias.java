package io.vaultplatform.core.people;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal.Reason;
import java.text.Normalizer;

/**
 * What people call each other here: one line of 1 to 80 characters, not necessarily a name.
 *
 * <p>It is shown in letters and pages to people who have to trust them. So it has no control
 * characters (a line break would write lines of our letter), and no invisible or direction-changing
 * ones (they make one alias look like another). Markup is left as it is: pages escape. Personal,
 * hence never printed.
 */
public record Alias(String text) {
  /** The longest, in characters. */
  public static final int LONGEST = 80;

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
                + " characters on one line, without control or invisible characters.");
  }

  private static boolean isWellFormed(String text) {
    return !text.isBlank()
        && text.codePointCount(0, text.length()) <= LONGEST
        && text.length() <= 2 * LONGEST
        && text.equals(text.strip())
        && text.codePoints().allMatch(Alias::isVisible);
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
      default -> true;
    };
  }

  @Override
  public String toString() {
    return "alias withheld";
  }
}
