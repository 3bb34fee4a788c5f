package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.store.CurrentPrincipal;
import io.vaultplatform.core.store.DatabaseRole;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.PersonWork;
import io.vaultplatform.core.store.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who acts, and work in new transactions as them.
 *
 * <p>A transfer goes on after the request's own thread state was cleared, so whoever began it is
 * remembered as a value and not looked up again.
 */
@ApplicationScoped
class Acting {
  private final CurrentPrincipal current;
  private final PersonWork person;
  private final EngineWork engine;

  @Inject
  Acting(CurrentPrincipal current, PersonWork person, EngineWork engine) {
    this.current = current;
    this.person = person;
    this.engine = engine;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Acting() {
    current = null;
    person = null;
    engine = null;
  }

  /** The signed-in account, if there is one. */
  Optional<AccountId> account() {
    return current.get() instanceof Principal.Person(var account)
        ? Optional.of(account)
        : Optional.empty();
  }

  /** The signed-in account; only called where {@link #account} was asked before. */
  AccountId me() {
    return account().orElseThrow(() -> new IllegalStateException("nobody is signed in"));
  }

  /** How the log names whoever acts. */
  Actor actor() {
    return account().map(Actor::user).orElseGet(Actor::anonymous);
  }

  /** Who acts now, for {@link #anew}. */
  Principal who() {
    return current.get();
  }

  /** Does the work in a transaction of its own, as {@code who}. */
  <T> T anew(Principal who, Supplier<T> work) {
    return switch (who) {
      case Principal.Person(var account) -> person.as(account, work);
      case Principal.Service(var role) -> {
        if (role != DatabaseRole.ENGINE) {
          throw new IllegalStateException("no content for the role " + role);
        }
        yield engine.call(work);
      }
      case Principal.LinkHolder link -> throw new IllegalStateException("no content for links");
      case Principal.Nobody nobody -> throw new IllegalStateException("nobody is signed in");
    };
  }
}
