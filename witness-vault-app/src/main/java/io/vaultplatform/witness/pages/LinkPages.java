package io.vaultplatform.witness.pages;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.notify.Link;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.people.OwnerAddress;
import io.vaultplatform.core.people.OwnerAddresses;
import io.vaultplatform.witness.pages.Pages.PageName;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The owner's pages behind mail links: {@code /l/check-in/…} and {@code /l/address/…}. Each says
 * what its button does; the button posts to the same address.
 */
@WebServlet({"/l/check-in/*", "/l/address/*"})
public class LinkPages extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Inject private transient Links links;
  @Inject private transient LinkActs acts;
  @Inject private transient OwnerAddresses addresses;
  @Inject private transient Page page;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var purpose = purpose(request);
    var link = links.look(Page.token(request), purpose);
    if (link.isEmpty()) {
      page.notValid(response);
    } else {
      page.show(response, 200, PageName.ASK, question(purpose, link.get()));
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var token = Page.token(request);
    switch (purpose(request)) {
      case CHECK_IN -> checkedIn(response, acts.checkIn(token));
      case ADDRESS -> confirmed(response, addresses.confirm(token));
      case TRUSTEE, RECIPIENT, RECIPIENT_SESSION -> page.notValid(response);
    }
  }

  private static LinkPurpose purpose(HttpServletRequest request) {
    return request.getServletPath().endsWith("/check-in")
        ? LinkPurpose.CHECK_IN
        : LinkPurpose.ADDRESS;
  }

  private static Map<String, Object> question(LinkPurpose purpose, Link link) {
    var until = Plain.time(link.expiresAt());
    return purpose == LinkPurpose.CHECK_IN
        ? Map.of(
            "title",
            "Check-in",
            "lines",
            List.of("Press the button to record that you are here. Nothing has been recorded yet."),
            "button",
            "I'm here",
            "until",
            until)
        : Map.of(
            "title",
            "Confirm this address",
            "lines",
            List.of(
                "Press the button to have check-ins asked for at the address that this letter came"
                    + " to.",
                "If you did not ask for this, close this page: without the button the address is"
                    + " not used."),
            "button",
            "Use this address",
            "until",
            until);
  }

  private void checkedIn(HttpServletResponse response, Outcome<LinkActs.CheckedIn> outcome)
      throws IOException {
    switch (outcome) {
      case Outcome.Done<LinkActs.CheckedIn>(var done) ->
          page.show(
              response,
              200,
              PageName.DONE,
              Map.of(
                  "title", "Your check-in was recorded",
                  "lines", List.of(next(done)),
                  "receipt", done.receipt().map(LinkPages::text).orElse("")));
      case Outcome.Refused<LinkActs.CheckedIn>(var refusal) -> refused(response, refusal);
    }
  }

  private static String next(LinkActs.CheckedIn done) {
    return done.recorded()
        .view()
        .state()
        .nextDue()
        .map(due -> "The next one is asked for by " + Plain.time(due) + ".")
        .orElse("No further one is asked for at the moment.");
  }

  private static String text(Receipt receipt) {
    return CanonicalJson.text(receipt.toTree());
  }

  private void confirmed(HttpServletResponse response, Outcome<OwnerAddress> outcome)
      throws IOException {
    switch (outcome) {
      case Outcome.Done<OwnerAddress>(var address) ->
          page.show(
              response,
              200,
              PageName.DONE,
              Map.of(
                  "title", "This address is in use now",
                  "lines",
                      List.of(
                          "Confirmed on " + address.confirmedAt().map(Plain::time).orElse("") + ".",
                          "Check-ins are asked for here from now on. There is nothing else to do."),
                  "receipt", ""));
      case Outcome.Refused<OwnerAddress>(var refusal) -> refused(response, refusal);
    }
  }

  private void refused(HttpServletResponse response, Refusal refusal) throws IOException {
    if (refusal.reason() == Refusal.Reason.GONE) {
      page.notValid(response);
    } else {
      page.show(
          response,
          refusal.reason().status(),
          PageName.REFUSED,
          Map.of(
              "title",
              "Nothing was recorded",
              "lines",
              List.of(refusal.detail(), "The link was not used up by this.")));
    }
  }
}
