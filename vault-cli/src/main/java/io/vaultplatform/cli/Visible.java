package io.vaultplatform.cli;

import java.util.Locale;

/**
 * Text as a terminal may be given it.
 *
 * <p>Much of what is printed was written by others: a server's sentences, names, titles. A control
 * character in it moves the cursor, recolours or rewrites what was printed before, and a change of
 * direction makes one name look like another. Such characters are shown as {@code \}{@code uXXXX},
 * which is also how JSON writes them.
 */
public final class Visible {
  private Visible() {}

  /** Several lines; the line breaks stay. */
  public static String text(String written) {
    return shown(written, true);
  }

  /** One line; a break would let its writer invent another line of ours. */
  public static String line(String written) {
    return shown(written, false);
  }

  private static String shown(String written, boolean breaks) {
    var shown = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\n' ? breaks : !acts(c)) {
        shown.append(c);
      } else {
        shown.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
      }
    }
    return shown.toString();
  }

  // ISO controls are C0, DEL and C1; then Unicode's own line breaks, and everything that changes
  // the direction of writing.
  private static boolean acts(char c) {
    return Character.isISOControl(c)
        || c == '\u2028'
        || c == '\u2029'
        || c == '\u061C'
        || c == '\u200E'
        || c == '\u200F'
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
