package io.vaultplatform.core.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Who acts on this thread.
 *
 * <p>A thread-local and not a request-scoped bean, because ticks and streamed answers have no
 * reliable request scope. Pooled threads remember, so the web layer clears it at the start and at
 * the end of every request; whatever is not set is {@link Principal.Nobody}, who sees no row.
 */
@ApplicationScoped
public class CurrentPrincipal {
  private final ThreadLocal<Principal> holder = ThreadLocal.withInitial(() -> Principal.NOBODY);

  /** Who acts now. */
  public Principal get() {
    return holder.get();
  }

  /** From now on, on this thread, until {@link #clear()}. For the web layer's authentication. */
  public void become(Principal principal) {
    holder.set(Objects.requireNonNull(principal, "principal"));
  }

  /** Nobody acts any more. */
  public void clear() {
    holder.remove();
  }

  /**
   * Does the work as somebody, and is whoever it was before afterwards, also when the work fails.
   */
  public <T> T as(Principal principal, Supplier<T> work) {
    var before = holder.get();
    holder.set(Objects.requireNonNull(principal, "principal"));
    try {
      return work.get();
    } finally {
      holder.set(before);
    }
  }
}
