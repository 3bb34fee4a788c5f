package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The links in letters: the server that wrote them, and the token at their end, which a client
 * sends in a body, never in a URL.
 */
public final class Links {
  private static final Pattern TOKEN = Pattern.compile("(?:(.*)/l/[a-z-]+/)?([A-Za-z0-9_-]{43})/?");

  private Links() {}

  /** The token of a link, or of a token alone. */
  public static String token(String link) {
    return match(link).group(2);
  }

  /** The server of a link; nothing for a token alone. */
  public static Optional<String> server(String link) {
    return Optional.ofNullable(match(link).group(1)).filter(server -> !server.isBlank());
  }

  private static Matcher match(String link) {
    var match = TOKEN.matcher(link.strip());
    if (!match.matches()) {
      throw Stop.usage("That is not a link from one of our letters.");
    }
    return match;
  }
}
