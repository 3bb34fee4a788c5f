package io.vaultplatform.witness.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.witness.pages.Pages.PageName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One answer as HTML, with the headers that keep its address from travelling. */
@ApplicationScoped
public class Page {
  // The server sets these for every answer as well; a page that holds a link's token does not rely
  // on how it is deployed.
  private static final Map<String, String> HEADERS =
      Map.of(
          "Referrer-Policy", "no-referrer",
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Content-Security-Policy",
              "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
                  + " frame-ancestors 'none'");

  @Inject private Pages pages;

  /** What stands behind the servlet's path: the token, if it is one. */
  static String token(HttpServletRequest request) {
    var path = request.getPathInfo();
    return path == null ? "" : path.substring(1);
  }

  void show(HttpServletResponse response, int status, PageName name, Map<String, Object> values)
      throws IOException {
    // Rendered before the first byte is sent: a template that fails must not leave half a page with
    // status 200.
    var html = pages.render(name, values);
    response.setStatus(status);
    harden(response);
    response.setContentType("text/html");
    response.setCharacterEncoding(UTF_8.name());
    response.getWriter().write(html);
  }

  static void harden(HttpServletResponse response) {
    HEADERS.forEach(response::setHeader);
  }

  /** One page for every link that is no good, whatever is wrong with it. */
  void notValid(HttpServletResponse response) throws IOException {
    show(
        response,
        HttpServletResponse.SC_GONE,
        PageName.REFUSED,
        Map.of(
            "title",
            "This link is not valid, or no longer valid",
            "lines",
            List.of(
                "Nothing was changed. If a newer letter reached you, use the link in that one.",
                "A link can be used up, expired or withdrawn; and it has to be copied whole.")));
  }

  /** What was posted is no form of ours. */
  void notTheForm(HttpServletResponse response, Refusal refusal) throws IOException {
    show(
        response,
        refusal.reason().status(),
        PageName.REFUSED,
        Map.of(
            "title",
            "This cannot be answered",
            "lines",
            List.of(refusal.detail(), "Nothing was changed.")));
  }
}
