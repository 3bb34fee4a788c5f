package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import java.util.regex.Pattern;

/**
 * The links in letters: a client needs the token at their end only, which it sends in a body, never
 * in a URL.
 */
public final class Links {
  private static final Pattern TOKEN = Pattern.compile("(?:.*/l/[a-z-]+/)?([A-Za-z0-9_-]{43})/?");

  private Links() {}

  /** The token of a link, or of a token alone. */
  public static String token(String link) {
    var match = TOKEN.matcher(link.strip());
    if (!match.matches()) {
      throw Stop.usage("That is not a link from one of our letters.");
    }
    return match.group(1);
  }
}
