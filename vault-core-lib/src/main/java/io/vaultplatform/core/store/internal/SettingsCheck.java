package io.vaultplatform.core.store.internal;

import io.vaultplatform.core.store.SettingNames;
import io.vaultplatform.core.store.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** Stops the start at a setting that nobody reads, and at one that its feature cannot read. */
@ApplicationScoped
class SettingsCheck {
  // What the products themselves read: their front, and where a trial run shows its mails.
  static final Set<String> OF_PRODUCTS =
      Set.of(
          "vault.product",
          "vault.public-url",
          "vault.mailbox.url",
          "vault.web.proxies",
          "vault.web.requests-per-minute");

  @Inject @Any private Instance<SettingNames.Declared> features;
  @Inject private Settings settings;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    var known = new HashSet<>(OF_PRODUCTS);
    features.forEach(feature -> known.addAll(feature.names()));
    new SettingNames(known).check(ConfigProvider.getConfig().getPropertyNames());
    features.forEach(feature -> feature.reader().accept(settings));
  }
}
