package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.store.SettingNames;
import io.vaultplatform.core.store.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/**
 * Reads the configuration once, while the application starts, so that a wrong one stops the start
 * by name.
 */
@ApplicationScoped
class ContentStart {
  private final ContentSettings settings;

  @Inject
  ContentStart(Settings settings) {
    this.settings = ContentSettings.of(settings);
  }

  @Produces
  @Dependent
  static SettingNames.Declared declared() {
    return new SettingNames.Declared(ContentSettings.NAMES, ContentSettings::of);
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ContentStart() {
    settings = null;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    // Being called made the bean, and that read the settings.
  }

  @Produces
  @Dependent
  ContentSettings settings() {
    return settings;
  }
}
