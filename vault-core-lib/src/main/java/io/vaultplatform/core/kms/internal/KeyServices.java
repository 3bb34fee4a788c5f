package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.kms.GateKeyService;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.store.SettingNames;
import io.vaultplatform.core.store.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/**
 * Opens the key service while the application starts, so that a wrong setting stops the start by
 * its name.
 */
@ApplicationScoped
class KeyServices {
  private final Custodies custodies;

  @Inject
  KeyServices(Settings settings) {
    custodies = Custodies.open(settings);
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  KeyServices() {
    custodies = null;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    // Being called made the bean, and that opened the key service.
  }

  @Produces
  @Dependent
  static SettingNames.Declared declared() {
    return new SettingNames.Declared(Custodies.names(), settings -> {}); // read by start()
  }

  @Produces
  KeyService keys() {
    return custodies.forApplication();
  }

  @Produces
  GateKeyService gateKeys() {
    return custodies.forGate();
  }

  @PreDestroy
  void close() {
    custodies.close();
  }
}
