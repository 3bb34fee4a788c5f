package io.vaultplatform.core.store.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.store.AuditorWork;
import io.vaultplatform.core.store.CurrentPrincipal;
import io.vaultplatform.core.store.DatabaseRole;
import io.vaultplatform.core.store.DoorWork;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.EraserWork;
import io.vaultplatform.core.store.GateWork;
import io.vaultplatform.core.store.KeeperWork;
import io.vaultplatform.core.store.PersonWork;
import io.vaultplatform.core.store.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** A transaction of its own for one lambda, as somebody else than the thread's principal. */
@ApplicationScoped
class NewTransaction {
  @Inject private TransactionBoundary boundary;
  @Inject private CurrentPrincipal current;

  @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
  public <T> T call(Principal principal, Supplier<T> work) {
    return current.as(
        principal,
        () -> {
          boundary.enter();
          var result = work.get();
          boundary.leave(result);
          return result;
        });
  }

  private record Engine(NewTransaction transaction) implements EngineWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return transaction.call(new Principal.Service(DatabaseRole.ENGINE), work);
    }
  }

  private record Gate(NewTransaction transaction) implements GateWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return transaction.call(new Principal.Service(DatabaseRole.GATE), work);
    }
  }

  private record Auditor(NewTransaction transaction) implements AuditorWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return transaction.call(new Principal.Service(DatabaseRole.AUDITOR), work);
    }
  }

  private record Door(NewTransaction transaction) implements DoorWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return transaction.call(new Principal.Service(DatabaseRole.DOOR), work);
    }
  }

  private record Keeper(NewTransaction transaction) implements KeeperWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return transaction.call(new Principal.Service(DatabaseRole.KEEPER), work);
    }
  }

  private record Eraser(NewTransaction transaction) implements EraserWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return transaction.call(new Principal.Service(DatabaseRole.ERASER), work);
    }
  }

  private record Person(NewTransaction transaction) implements PersonWork {
    @Override
    public <T> T as(AccountId account, Supplier<T> work) {
      return transaction.call(new Principal.Person(account), work);
    }
  }

  /**
   * Hands the kinds of work out as types, so that an injection point says which role it can take
   * on.
   */
  @ApplicationScoped
  static class Kinds {
    @Inject private NewTransaction transaction;

    @Produces
    EngineWork engine() {
      return new Engine(transaction);
    }

    @Produces
    GateWork gate() {
      return new Gate(transaction);
    }

    @Produces
    AuditorWork auditor() {
      return new Auditor(transaction);
    }

    @Produces
    DoorWork door() {
      return new Door(transaction);
    }

    @Produces
    KeeperWork keeper() {
      return new Keeper(transaction);
    }

    @Produces
    EraserWork eraser() {
      return new Eraser(transaction);
    }

    @Produces
    PersonWork person() {
      return new Person(transaction);
    }
  }
}
