package io.vaultplatform.witness.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.keys.PublicKeyFile;
import io.vaultplatform.core.release.Claims;
import io.vaultplatform.witness.pages.Pages.PageName;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes the public key that a recipient pasted, for whom the platform opens. The session stands in
 * the form, as in that of the files.
 */
@WebServlet("/l/recipient-key")
public class RecipientKey extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Inject private transient Claims claims;
  @Inject private transient Page page;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (Form.posted(request, "session", "trigger", "key")) {
      case Outcome.Done<Form>(var form) -> brought(form, response);
      case Outcome.Refused<Form>(var refusal) -> page.notTheForm(response, refusal);
    }
  }

  private void brought(Form form, HttpServletResponse response) throws IOException {
    var trigger = trigger(form.text("trigger"));
    var keys = keys(form.text("key"));
    if (trigger.isEmpty()) {
      page.notValid(response);
    } else if (keys.isEmpty()) {
      refused(
          response,
          Refusal.Reason.UNACCEPTABLE.status(),
          "That is not a public key: paste the line that begins with age1, or the whole file of"
              + " your public keys.");
    } else {
      switch (claims.bring(form.text("session"), trigger.get(), keys.get())) {
        case Outcome.Done<Claims.Claimed>(var claimed) -> done(claimed, response);
        case Outcome.Refused<Claims.Claimed>(var refusal) -> {
          switch (refusal.reason()) {
            case UNACCEPTABLE, CONFLICT ->
                refused(response, refusal.reason().status(), refusal.detail());
            case INVALID, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, GONE, STALE, TOO_LARGE, TOO_MANY ->
                page.notValid(response);
          }
        }
      }
    }
  }

  private static Optional<UUID> trigger(String text) {
    try {
      return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** One {@code age1…} line, or the text of a file of public keys. */
  static Optional<RecipientKeys> keys(String pasted) {
    try {
      return Optional.of(PublicKeyFile.parse(pasted.getBytes(UTF_8)).recipient());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void done(Claims.Claimed claimed, HttpServletResponse response) throws IOException {
    page.show(
        response,
        200,
        PageName.DONE,
        Map.of(
            "title",
            "Your key was taken",
            "lines",
            List.of(
                "What was left for you is encrypted to the key with this fingerprint now: "
                    + claimed.fingerprint(),
                "Keep the secret file that belongs to it: no other key will be taken.",
                "Open the link of the letter once more to see how to open what was left."),
            "receipt",
            new String(claimed.receipt().signed().bytes(), UTF_8)));
  }

  private void refused(HttpServletResponse response, int status, String detail) throws IOException {
    page.show(
        response,
        status,
        PageName.REFUSED,
        Map.of("title", "The key was not taken", "lines", List.of(detail, "Nothing was changed.")));
  }
}
