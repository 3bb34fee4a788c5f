package io.vaultplatform.witness.web;

import io.vaultplatform.core.store.CurrentPrincipal;
import io.vaultplatform.core.store.Principal;
import io.vaultplatform.core.store.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.time.Clock;

/** Spends the {@link RequestBudget} of whoever asks, and says in headers what is left of it. */
@Provider
@Priority(Priorities.AUTHENTICATION + 10)
@ApplicationScoped
public class RateLimit implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String LEFT = "vault.rate-limit";

  // Fields and no constructor: the server makes providers by one that takes nothing, or not at all.
  @Inject private Settings settings;
  @Inject private ClientAddress addresses;
  @Inject private CurrentPrincipal principal;
  @Inject private Clock clock;
  @Context private HttpServletRequest servlet;
  private RequestBudget budget = new RequestBudget(1);

  @PostConstruct
  void configured() {
    budget =
        new RequestBudget(
            (int) settings.number("vault.web.requests-per-minute", 3000, 1, 1_000_000));
  }

  @Override
  public void filter(ContainerRequestContext request) {
    var who =
        principal.get() instanceof Principal.Person(var account)
            ? account.toString()
            : addresses.of(servlet).text();
    var left = budget.spend(who, clock.instant());
    request.setProperty(LEFT, left);
    if (left.exceeded()) {
      throw RefusedException.tooMany("Too many requests within a minute.", left.reset());
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(LEFT) instanceof RequestBudget.Left left) {
      response.getHeaders().putSingle("RateLimit-Limit", left.limit());
      response.getHeaders().putSingle("RateLimit-Remaining", left.remaining());
      response.getHeaders().putSingle("RateLimit-Reset", left.reset().toSeconds());
    }
  }
}
