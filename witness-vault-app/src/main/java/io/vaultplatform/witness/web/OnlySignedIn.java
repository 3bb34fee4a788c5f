package io.vaultplatform.witness.web;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Every resource needs a sign-in unless it, or its class, says {@code @PermitAll}: who forgets to
 * decide has decided for a closed door.
 *
 * <p>After {@link RateLimit}: a flood of requests of nobody is counted as well.
 */
@Provider
@Priority(Priorities.AUTHENTICATION + 20)
@ApplicationScoped
public class OnlySignedIn implements ContainerRequestFilter {
  @Context private ResourceInfo resource;
  @Inject private SignedIn signedIn;
  @Inject private NotSignedIn refused;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!Authentication.isOpenToAll(resource)) {
      if (!signedIn.isSomebody()) {
        refused.count();
      }
      signedIn.token();
    }
  }
}
