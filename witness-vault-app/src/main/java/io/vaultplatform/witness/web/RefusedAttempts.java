package io.vaultplatform.witness.web;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.store.CurrentPrincipal;
import io.vaultplatform.core.store.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Whoever asks for what is not theirs has it in their own log. In theirs and not in that of whoever
 * it belongs to: the answer is the same for what is not there at all, and so is this.
 *
 * <p>Here and not where it is refused, because the refused transaction is over by now: within it
 * the entry would take a second connection while a flood of such requests holds all the first ones.
 */
@Provider
@ApplicationScoped
public class RefusedAttempts implements ContainerResponseFilter {
  @Inject private AuditLog audit;
  @Inject private CurrentPrincipal principal;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() == Reason.NOT_FOUND.status()
        && response.getEntity() instanceof Problem problem
        && problem.field() != null
        && principal.get() instanceof Principal.Person(var account)) {
      audit.refuse(
          Draft.of(
              Chain.of(account),
              EventType.REQUEST_REFUSED,
              vault(request).orElseGet(() -> Resource.of("account", account.value())),
              Actor.user(account),
              Map.of("why", "not_theirs_or_not_there")));
    }
  }

  private static Optional<Resource> vault(ContainerRequestContext request) {
    var asked = request.getUriInfo().getPathParameters().getFirst("vault");
    try {
      return asked == null
          ? Optional.empty()
          : Optional.of(Resource.of("vault", UUID.fromString(asked)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not an id at all, and refused as that
    }
  }
}
