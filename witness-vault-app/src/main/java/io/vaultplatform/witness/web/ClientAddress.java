package io.vaultplatform.witness.web;

import io.vaultplatform.core.accounts.NetworkAddress;
import io.vaultplatform.core.store.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;

/** The address that a request came from: the connection's, or what our own proxy wrote down. */
@ApplicationScoped
public class ClientAddress {
  private final Proxies proxies;

  @Inject
  public ClientAddress(Settings settings) {
    proxies = Proxies.of(settings.texts("vault.web.proxies"));
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ClientAddress() {
    proxies = null;
  }

  public NetworkAddress of(HttpServletRequest request) {
    return new NetworkAddress(
        proxies.client(
            request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For"))));
  }
}
