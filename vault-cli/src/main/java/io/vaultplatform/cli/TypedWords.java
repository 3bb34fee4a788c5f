package io.vaultplatform.cli;

import org.jspecify.annotations.Nullable;

/**
 * Words that somebody types to say that they mean what makes a promise weaker: at the keyboard, or
 * beforehand on the command line.
 */
final class TypedWords {
  private TypedWords() {}

  /**
   * The words, exactly as they are needed; ends the command otherwise.
   *
   * @param given on the command line
   */
  static String of(Common common, String needed, @Nullable String given) {
    var words = given;
    if (words == null) {
      if (!common.asks()) {
        throw Stop.usage("This makes it weaker. If you mean it, add --confirm \"" + needed + "\".");
      }
      words =
          Keyboard.line(
              Visible.line("This makes it weaker. Type \"" + needed + "\" to go on: "),
              "Add --confirm \"" + needed + "\".");
    }
    if (!words.equals(needed)) {
      throw Stop.usage("These are not the words; nothing was done.");
    }
    return words;
  }
}
