package io.vaultplatform.witness.web;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether {@code Accept} and {@code Content-Type} are spelled as media types (RFC 9110, sections
 * 8.3.1 and 12.5.1). It is asked before JAX-RS reads them, which takes a malformed one for a fault
 * of its own.
 */
final class MediaTypes {
  // A browser's longest has about 200 characters; a bound keeps the patterns below from working
  // hard for anybody.
  private static final int LONGEST = 1024;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String QUOTED = "\"(?:[^\"\\\\\\p{Cntrl}]|\\\\[^\\p{Cntrl}])*+\"";
  // What q is, is a number from 0 to 1 wherever it stands: JAX-RS reads it in both headers.
  private static final String WEIGHT = "[qQ]=(?:0?\\.[0-9]{1,3}|0\\.?|1(?:\\.0{0,3})?)(?![^ \t;,])";
  private static final String OTHER = "(?![qQ]=)" + TOKEN + "=(?:" + QUOTED + "|" + TOKEN + ")";
  private static final String PARAMETERS =
      "(?:[ \t]*;[ \t]*(?:" + WEIGHT + "|" + OTHER + "))*+[ \t]*";
  private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN + PARAMETERS);
  // A lone star is no media range, yet Java's own client has sent one for decades.
  private static final Pattern RANGE =
      Pattern.compile("[ \t]*(?:" + TOKEN + "/" + TOKEN + "|\\*)" + PARAMETERS);

  private MediaTypes() {}

  /**
   * Whether a request says what it accepts, in one line of the header or several, or not at all.
   */
  static boolean areAccepted(List<String> accept) {
    return accept.stream().allMatch(MediaTypes::areRanges);
  }

  /** Whether a request says the type of its body, once or not at all. */
  static boolean isType(List<String> contentType) {
    return contentType.isEmpty()
        || (contentType.size() == 1
            && contentType.getFirst().length() <= LONGEST
            && TYPE.matcher(contentType.getFirst()).matches());
  }

  private static boolean areRanges(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    var range = RANGE.matcher(text);
    int at = 0;
    while (range.region(at, text.length()).lookingAt()) {
      at = range.end();
      if (at == text.length()) {
        return true;
      }
      if (text.charAt(at) != ',') {
        return false;
      }
      at++;
    }
    return false;
  }
}
