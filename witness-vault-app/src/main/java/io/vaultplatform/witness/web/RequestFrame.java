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
 * Around every request, also of pages: it gets an id that its log lines and its answer carry, and
 * the thread belongs to nobody before and after it. Threads are pooled; a principal left behind
 * would be the next caller's.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestFrame extends HttpFilter {
  private static final long serialVersionUID = 1;
  private static final String ID = "vault.correlation-id";

  @Inject private transient CurrentPrincipal principal;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // Never the client's: two requests must not share one, and a header is not to reach the log.
    var id = Randomness.uuidV7(Instant.now()).toString();
    request.setAttribute(ID, id);
    response.setHeader("X-Correlation-Id", id);
    response.setHeader("Cache-Control", "no-store");
    principal.clear();
    try {
      chain.doFilter(request, response);
    } finally {
      principal.clear();
    }
  }

  static String correlationId(HttpServletRequest request) {
    return String.valueOf(request.getAttribute(ID));
  }
}
