package io.vaultplatform.witness.web;

import io.vaultplatform.core.store.CurrentPrincipal;
import io.vaultplatform.core.store.Principal;
import io.vaultplatform.core.store.Settings;
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

  private final RequestBudget budget;
  private final ClientAddress addresses;
  private final CurrentPrincipal principal;
  private final Clock clock;
  @Context private HttpServletRequest servlet;

  @Inject
  public RateLimit(
      Settings settings, ClientAddress addresses, CurrentPrincipal principal, Clock clock) {
    this.budget =
        new RequestBudget(
            (int) settings.number("vault.web.requests-per-minute", 3000, 1, 1_000_000));
    this.addresses = addresses;
    this.principal = principal;
    this.clock = clock;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  RateLimit() {
    budget = null;
    addresses = null;
    principal = null;
    clock = null;
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
