package io.vaultplatform.witness.web;

import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.store.CurrentPrincipal;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;

/**
 * Around every request, also of pages: it gets an id that its log lines and its answer carry, it is
 * let in while there is room, and the thread belongs to nobody before and after it. Threads are
 * pooled; a principal left behind would be the next caller's.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestFrame extends HttpFilter {
  private static final long serialVersionUID = 1;
  private static final String ID = "vault.correlation-id";

  // Of the threads that http.xml allows the server: the rest is for probes and for its own work.
  private static final int MOST = 96;
  private static final int MOST_OF_ONE_ADDRESS = 48;

  @Inject private transient CurrentPrincipal principal;
  @Inject private transient ClientAddress addresses;
  private final transient RequestsAtOnce room = new RequestsAtOnce(MOST, MOST_OF_ONE_ADDRESS);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // Never the client's: two requests must not share one, and a header is not to reach the log.
    var id = Randomness.uuidV7(Instant.now()).toString();
    request.setAttribute(ID, id);
    response.setHeader("X-Correlation-Id", id);
    response.setHeader("Cache-Control", "no-store");
    var who = addresses.of(request).text();
    if (!room.enter(who)) {
      full(response, id);
      return;
    }
    principal.clear();
    try {
      var flaw = Preamble.flaw(request, id);
      if (flaw.isPresent()) {
        answer(response, flaw.get());
      } else {
        chain.doFilter(request, response);
      }
    } finally {
      principal.clear();
      room.leave(who);
    }
  }

  private static void full(HttpServletResponse response, String id) throws IOException {
    response.setHeader("Retry-After", "1");
    // What it may still send is not waited for.
    response.setHeader("Connection", "close");
    answer(
        response,
        Problem.of(
            503,
            "busy",
            "Too many requests are being worked on. Nothing was changed. Try again.",
            id));
  }

  private static void answer(HttpServletResponse response, Problem problem) throws IOException {
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA.toString());
    StrictJson.write(problem, response.getOutputStream());
  }

  static String correlationId(HttpServletRequest request) {
    return String.valueOf(request.getAttribute(ID));
  }
}
