package io.vaultplatform.finalfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The page at {@code /}: what this is, and where to go from here. No script, nothing from
 * elsewhere.
 */
@WebServlet("")
public class StartPage extends HttpServlet {
  private static final long serialVersionUID = 1;

  /** Where a trial run shows the mails it sent; production has none. */
  @Inject
  @ConfigProperty(name = "vault.mailbox.url")
  private transient Optional<URI> mailbox;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/html");
    response.setCharacterEncoding(UTF_8.name());
    response.getWriter().write(page());
  }

  private String page() {
    // A URI cannot hold a quote or an angle bracket, so it needs no escaping here.
    var mails =
        mailbox
            .map(
                uri ->
                    "<li><a href=\"%s\">Mailbox</a>: every mail this trial run sent</li>"
                        .formatted(uri.toASCIIString()))
            .orElse("");
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Final File</title><link rel="stylesheet" href="/style.css">
    </head>
    <body>
    <main>
    <h1>Final File</h1>
    <p>Will keep what an executor needs to find: accounts, papers, letters and wishes, each readable by the people named
    for it, and only once the steps you chose were taken and recorded.</p>
    <p>The server, its schema and its probes are here; the product itself follows in a later release. What it will stand on
    can be tried with Witness Vault.</p>
    <h2>Look inside</h2>
    <ul>
    <li><a href="/openapi?format=JSON">API description</a> (OpenAPI)</li>
    <li><a href="/health">Health</a>: <a href="/health/ready">ready</a>, <a href="/health/live">live</a>, <a href="/health/started">started</a></li>
    <li><a href="/metrics">Metrics</a></li>
    %s
    </ul>
    </main>
    </body>
    </html>
    """
        .formatted(mails);
  }
}
