package io.vaultplatform.witness.pages;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Fingerprint;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.people.Trustees;
import io.vaultplatform.core.release.TrusteeCases;
import io.vaultplatform.core.release.TrusteeProofs;
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
 * {@code /l/trustee/…}: what a trustee is asked, what they will never see, what was recorded so
 * far, and the commands that answer. The page itself has no button: accepting and confirming need
 * the trustee's own key, which no page may touch.
 */
@WebServlet("/l/trustee/*")
public class TrusteePage extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Inject private transient Trustees trustees;
  @Inject private transient TrusteeCases cases;
  @Inject private transient TrusteeProofs proofs;
  @Inject private transient Page page;

  @Inject
  @ConfigProperty(name = "vault.public-url")
  private String publicUrl;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var token = Page.token(request);
    switch (trustees.asked(token)) {
      case Outcome.Done<Trustees.Asked>(var asked) ->
          page.show(response, 200, PageName.TRUSTEE, values(token, asked));
      case Outcome.Refused<Trustees.Asked> refused -> page.notValid(response);
    }
  }

  private Map<String, Object> values(String token, Trustees.Asked asked) {
    var trustee = asked.trustee();
    var values = new HashMap<String, Object>();
    values.put(
        "title",
        trustee.keys().isPresent() ? "You are a trustee" : "You are asked to be a trustee");
    values.put("alias", asked.owner().text());
    values.put("accepted", trustee.keys().isPresent());
    values.put("since", Plain.time(trustee.since()));
    values.put("digits", trustee.keys().map(TrusteePage::digits).orElse(""));
    values.put("owner", digits(asked.ownerKeys()));
    values.put("link", publicUrl.replaceAll("/+$", "") + "/l/trustee/" + token);
    values.put("until", Plain.time(asked.until()));
    values.put("proof", false);
    if (proofs.standing(token) instanceof Outcome.Done<Optional<TrusteeProofs.Standing>>(var key)) {
      key.ifPresent(standing -> proof(values, standing));
    }
    // Nobody is asked most of the time: then there is no case, and that is no error.
    switch (cases.look(token)) {
      case Outcome.Done<TrusteeCases.Case>(var open) -> {
        values.put("case", true);
        values.put("facts", FactWords.rows(open.facts()));
        values.put("answerBy", Plain.time(open.answerBy()));
        values.put("late", open.heldSince().isPresent());
      }
      case Outcome.Refused<TrusteeCases.Case> nobodyIsAsked -> {
        values.put("case", false);
        values.put("facts", List.of());
        values.put("late", false);
      }
    }
    return values;
  }

  private static void proof(Map<String, Object> values, TrusteeProofs.Standing key) {
    values.put("proof", true);
    values.put("proved", key.provedAt().map(Plain::time).orElse(""));
    values.put("proofDue", Plain.time(key.due()));
    values.put(
        "proofAsked",
        switch (key.standing()) {
          case RECENT -> false;
          case DUE_SOON, AWAITED, OVERDUE -> true;
        });
  }

  private static String digits(PersonKeys keys) {
    return new Fingerprint(keys.fingerprint()).digits();
  }
}
