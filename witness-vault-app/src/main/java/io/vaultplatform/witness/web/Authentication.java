package io.vaultplatform.witness.web;

import io.vaultplatform.core.accounts.Sessions;
import io.vaultplatform.core.accounts.TokenId;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.store.CurrentPrincipal;
import io.vaultplatform.core.store.Principal;
import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Every resource needs a sign-in unless it, or its class, says {@code @PermitAll}: who forgets to
 * decide has decided for a closed door.
 *
 * <p>The server has checked the token's signature, issuer, audience and times (MicroProfile JWT).
 * Here it is looked up: one that is not listed as open counts for nothing.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
@ApplicationScoped
public class Authentication implements ContainerRequestFilter {
  @Context private ResourceInfo resource;
  @Inject private JsonWebToken token;
  @Inject private Sessions sessions;
  @Inject private CurrentPrincipal principal;
  @Inject private SignedIn signedIn;

  @Override
  public void filter(ContainerRequestContext request) {
    if (isOpenToAll()) {
      return;
    }
    var account = id(token.getClaim("upn")).map(AccountId::new).orElseThrow(SignedIn::nobody);
    var jti = id(token.getTokenID()).map(TokenId::new).orElseThrow(SignedIn::nobody);
    if (!sessions.isOpen(account, jti)) {
      throw SignedIn.nobody();
    }
    signedIn.become(account, jti);
    principal.become(new Principal.Person(account));
  }

  private boolean isOpenToAll() {
    return resource.getResourceMethod().isAnnotationPresent(PermitAll.class)
        || resource.getResourceClass().isAnnotationPresent(PermitAll.class);
  }

  private static Optional<UUID> id(Object claim) {
    try {
      return claim instanceof String text ? Optional.of(UUID.fromString(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      // Not one of our tokens, whatever signed it: as good as none.
      return Optional.empty();
    }
  }
}
