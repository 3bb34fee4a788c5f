package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.kms.ErasureKeys;
import io.vaultplatform.core.kms.GateKeyService;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyOperations;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.kms.KeyVersion;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.store.SettingNames;
import io.vaultplatform.core.store.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Opens the key service while the application starts, so that a wrong setting, a lost key or
 * another key store stops the start by its name.
 *
 * <p>A database that is not there yet stops nothing: then no key is made, and readiness looks again
 * when it has come.
 */
@ApplicationScoped
class KeyServices implements KeyOperations {
  private static final Logger LOG = Logger.getLogger(KeyServices.class.getName());

  private final Custodies custodies;
  private final KeyChecks checks;

  @Inject
  KeyServices(Settings settings, KeyChecks checks) {
    this(Custodies.open(settings, unused(checks)), checks);
  }

  KeyServices(Custodies custodies, KeyChecks checks) {
    this.custodies = custodies;
    this.checks = checks;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  KeyServices() {
    custodies = null;
    checks = null;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    Optional<String> wrong;
    try {
      wrong = wrong();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the keys are not compared with the database yet", e);
      return;
    }
    wrong.ifPresent(
        key -> {
          throw new IllegalStateException(
              "the key '"
                  + key
                  + "' is not the one that this database was sealed under: the key store was"
                  + " exchanged or made anew; restore the one that belongs to this database from"
                  + " your backup");
        });
  }

  @Override
  public List<KeyVersion> versions(KeyRef key) {
    return ordered("list the versions of " + key.text(), () -> custodies.operator().versions(key));
  }

  @Override
  public void add(KeyVersion next) {
    if (versions(next.key()).getLast().number() < next.number()) {
      ordered("make " + next, () -> custodies.operator().add(next.key()));
    }
    wrong(); // gives the new version its check, before anything else is sealed under it here
  }

  // The check goes first: between the two a start would otherwise miss a key on purpose destroyed.
  @Override
  public void destroy(KeyVersion version) {
    checks.remove(version);
    ordered(
        "destroy " + version,
        () -> {
          custodies.operator().destroy(version);
          return version;
        });
  }

  @Override
  public Optional<byte[]> reseal(KeyRef key, byte[] sealed, KeyContext context) {
    return custodies.reseal(key, sealed, context);
  }

  @Override
  public void erase(List<Thing> things) {
    ordered(
        "destroy the keys of what was named",
        () -> {
          custodies.operator().erase(things);
          return things;
        });
  }

  // What an adapter says of its trouble is for its operator, who is shown it with the order.
  private static <T> T ordered(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw new KeyServiceException("the key service did not " + what + ": " + e.getMessage(), e);
    }
  }

  private static Set<KeyRef> unused(KeyChecks checks) {
    try {
      return checks.unused();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the database is not there yet; no key is made without it", e);
      return Set.of();
    }
  }

  /** The first key that is not the one this database was sealed under. */
  Optional<String> wrong() {
    return checks.wrong(custodies);
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

  @Produces
  ErasureKeys erasureKeys() {
    return custodies.erasures();
  }

  @PreDestroy
  void close() {
    custodies.close();
  }
}
