package io.vaultplatform.witness.pages;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.release.Releases;
import io.vaultplatform.core.release.Releases.Release;
import io.vaultplatform.witness.pages.Pages.PageName;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code /l/recipient/…}: asks for the code, and then shows who left what, which recorded facts led
 * here, and how to open it. What is offered is ciphertext and what the owner signed; the page can
 * open nothing.
 */
@WebServlet("/l/recipient/*")
public class RecipientPage extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Inject private transient Links links;
  @Inject private transient Releases releases;
  @Inject private transient Page page;

  @Inject
  @ConfigProperty(name = "vault.public-url")
  private String publicUrl;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    askForCode(Page.token(request), 200, "", response);
  }

  private void askForCode(String token, int status, String problem, HttpServletResponse response)
      throws IOException {
    var link = links.look(token, LinkPurpose.RECIPIENT);
    if (link.isEmpty()) {
      page.notValid(response);
    } else {
      page.show(
          response,
          status,
          PageName.CODE,
          Map.of(
              "title",
              "Something was left for you",
              "problem",
              problem,
              "until",
              Plain.time(link.get().expiresAt())));
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var token = Page.token(request);
    switch (Form.posted(request, "code")) {
      case Outcome.Done<Form>(var form) -> open(token, form.text("code"), response);
      case Outcome.Refused<Form>(var refusal) ->
          askForCode(token, refusal.reason().status(), refusal.detail(), response);
    }
  }

  private void open(String token, String code, HttpServletResponse response) throws IOException {
    switch (releases.open(token, code)) {
      case Outcome.Done<Releases.Opened>(var opened) -> show(token, opened, response);
      case Outcome.Refused<Releases.Opened>(var refusal) -> refused(token, refusal, response);
    }
  }

  private void refused(String token, Refusal refusal, HttpServletResponse response)
      throws IOException {
    switch (refusal.reason()) {
      case UNAUTHENTICATED, TOO_MANY, INVALID -> {
        // 401 would make some browsers ask for a password of their own.
        int status = refusal.reason() == Refusal.Reason.TOO_MANY ? 429 : 403;
        refusal
            .retryAfter()
            .ifPresent(
                wait ->
                    response.setHeader(
                        "Retry-After", Long.toString(wait.plusMillis(999).toSeconds())));
        askForCode(token, status, refusal.detail(), response);
      }
      case GONE -> {
        // Of the code: it fitted, and what it opened was called back. Of the link: as any other.
        if (refusal.field().isEmpty()) {
          page.notValid(response);
        } else {
          page.show(
              response,
              refusal.reason().status(),
              PageName.REFUSED,
              Map.of(
                  "title",
                  "This was called back",
                  "lines",
                  List.of("Link and code fit.", refusal.detail())));
        }
      }
      case FORBIDDEN, NOT_FOUND, CONFLICT, STALE, TOO_LARGE, UNACCEPTABLE ->
          page.show(
              response,
              refusal.reason().status(),
              PageName.REFUSED,
              Map.of(
                  "title",
                  "There is nothing to open now",
                  "lines",
                  List.of("Link and code fit.", refusal.detail())));
    }
  }

  private void show(String token, Releases.Opened opened, HttpServletResponse response)
      throws IOException {
    page.show(response, 200, PageName.RELEASE, values(token, opened));
  }

  private Map<String, Object> values(String token, Releases.Opened opened) {
    var first = opened.releases().getFirst();
    var values = new HashMap<String, Object>();
    values.put("title", "What was left for you");
    values.put("alias", first.alias().text());
    values.put(
        "facts",
        opened.releases().stream()
            .map(Release::facts)
            .flatMap(f -> FactWords.rows(f).stream())
            .toList());
    values.put("handed", Plain.time(first.handedAt()));
    values.put("link", publicUrl.replaceAll("/+$", "") + "/l/recipient/" + token);
    values.put("session", opened.session().text());
    values.put(
        "files", ReleaseFiles.of(opened.releases()).stream().map(RecipientPage::row).toList());
    var commands =
        OpeningCommands.of(opened.releases().stream().map(OpeningCommands.Handed::of).toList());
    values.put("behind", commands.behind());
    values.put("sealed", commands.sealed());
    values.put("key", commands.key());
    values.put("claim", commands.claim());
    values.put("hybrid", commands.hybrid());
    values.put("opened", opened.releases().stream().flatMap(r -> byPlatform(r).stream()).toList());
    values.put("ownerKey", first.ownerKey().fingerprint());
    values.put("until", Plain.time(opened.expiresAt()));
    return values;
  }

  // The weaker way goes by its name here as well.
  private static Optional<Map<String, Object>> byPlatform(Release release) {
    return release
        .claim()
        .map(
            claim ->
                Map.of(
                    "trigger", release.trigger().toString(),
                    "waits", !claim.waiting().isEmpty(),
                    "fingerprint", claim.fingerprint().orElse("")));
  }

  private static Map<String, Object> row(ReleaseFiles.Offered file) {
    return Map.of("key", file.key(), "name", file.name(), "length", Plain.size(file.size()));
  }
}
