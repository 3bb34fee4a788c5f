package io.vaultplatform.core.store.internal;

import io.vaultplatform.core.store.RowSecurity;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Just inside {@code @Transactional} (which has PLATFORM_BEFORE + 200): see {@link
 * TransactionBoundary}.
 */
@RowSecurity
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 210)
class RowSecurityInterceptor {
  @Inject private TransactionBoundary boundary;

  @AroundInvoke
  @Nullable Object around(InvocationContext call) throws Exception {
    boolean began = boundary.enter();
    var result = call.proceed();
    if (began) {
      boundary.leave(result);
    }
    return result;
  }
}
