package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.kms.GateKeyService;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: a fresh secret goes through every key and comes back, and every key is the one that
 * this database was sealed under.
 */
@Readiness
@ApplicationScoped
class KeyServiceReadiness implements HealthCheck {
  private static final KeyContext PROBE = KeyContext.of("readiness-probe");

  @Inject private KeyService keys;
  @Inject private GateKeyService gate;
  @Inject private KeyServices services;

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("key-service");
    for (var ref : KeyRef.values()) {
      try {
        if (!comesBack(ref)) {
          return answer.down().withData("key", ref.text()).build();
        }
      } catch (RuntimeException e) {
        // Whatever went wrong is in the log of who threw it; probes are asked by anybody and learn
        // the key's name.
        return answer.down().withData("key", ref.text()).build();
      }
    }
    try {
      var wrong = services.wrong();
      if (wrong.isPresent()) {
        return answer.down().withData("key", wrong.get()).build();
      }
    } catch (RuntimeException e) {
      // The database check says that it is away; here it only means that nothing is known.
      return answer.down().build();
    }
    return answer.up().withData("keys", KeyRef.values().length).build();
  }

  private boolean comesBack(KeyRef ref) {
    try (var secret = Randomness.secret(32)) {
      var sealed = keys.seal(ref, secret, PROBE);
      try (var back =
          ref == KeyRef.GATE ? gate.unseal(sealed, PROBE) : keys.unseal(ref, sealed, PROBE)) {
        return back.equals(secret);
      }
    }
  }
}
