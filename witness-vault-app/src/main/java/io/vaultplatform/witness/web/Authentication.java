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
 * Recognises who asks; {@link OnlySignedIn} refuses those whom nobody recognised, after {@link
 * RateLimit} has counted them.
 *
 * <p>The server has checked the token's signature, issuer, audience and times (MicroProfile JWT).
 * Here it is looked up: one that is not listed as open counts for nothing.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
@ApplicationScoped
public class Authentication implements ContainerRequestFilter {
  @Context private ResourceInfo resource;
  @Inject private Sessions sessions;
  @Inject private CurrentPrincipal principal;
  @Inject private SignedIn signedIn;

  @Override
  public void filter(ContainerRequestContext request) {
    if (isOpenToAll(resource)) {
      return;
    }
    // Not injected: asked for a token that nobody sent, the server would log an error, and anybody
    // could fill the log with them.
    if (request.getSecurityContext().getUserPrincipal() instanceof JsonWebToken token) {
      recognise(token);
    }
  }

  private void recognise(JsonWebToken token) {
    var account = id(token.getClaim("upn")).map(AccountId::new);
    var jti = id(token.getTokenID()).map(TokenId::new);
    if (account.isPresent() && jti.isPresent() && sessions.isOpen(account.get(), jti.get())) {
      signedIn.become(account.get(), jti.get());
      principal.become(new Principal.Person(account.get()));
    }
  }

  static boolean isOpenToAll(ResourceInfo resource) {
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
