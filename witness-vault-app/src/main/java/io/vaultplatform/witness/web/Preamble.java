package io.vaultplatform.witness.web;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the body of a request, where the server's own readers would answer badly: a
 * length that is none, for pages a method that nothing knows, for the API headers that are no media
 * types.
 */
final class Preamble {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE");

  // Beyond it nothing is kept here, and the server would wait for a body it cannot count.
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,15}");

  private Preamble() {}

  /** What is wrong with it, if something is. */
  static Optional<Problem> flaw(HttpServletRequest request, String id) {
    if (!lines(request, "Content-Length").stream().allMatch(LENGTH.asMatchPredicate())) {
      return malformed("Content-Length", "Content-Length is not a number of bytes.", id);
    }
    // Pages are HTML whatever is asked for, and read their forms themselves.
    if (!isOfTheApi(request.getServletPath())) {
      return METHODS.contains(request.getMethod())
          ? Optional.empty()
          : Optional.of(Problem.of(405, "http-405", "This address does not take this method.", id));
    }
    if (!MediaTypes.areAccepted(lines(request, "Accept"))) {
      return malformed("Accept", "Accept is not a list of media types.", id);
    }
    if (!MediaTypes.isType(lines(request, "Content-Type"))) {
      return malformed("Content-Type", "Content-Type is not a media type.", id);
    }
    return Optional.empty();
  }

  // The server gives no path where nothing is behind the address.
  private static boolean isOfTheApi(@Nullable String path) {
    return path != null && path.startsWith("/api");
  }

  private static Optional<Problem> malformed(String header, String detail, String id) {
    return Optional.of(Problem.of(Refusal.of(Reason.INVALID, header, detail), id));
  }

  private static List<String> lines(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }
}
