package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.content.ClassChange;
import io.vaultplatform.core.content.UploadLimits;
import io.vaultplatform.core.store.Settings;
import java.time.Duration;
import java.util.Set;

/**
 * The configuration of content.
 *
 * @param product whose vaults this server serves ({@code vault.product})
 * @param limits {@code vault.content.document-bytes}, {@code vault.content.metadata-bytes}, {@code
 *     vault.content.vault-bytes}
 * @param vaults of one account, at most ({@code vault.content.vaults})
 * @param uploadLifetime an upload that got nothing for so long is cleared away ({@code
 *     vault.content.upload-lifetime})
 * @param classWaiting how long a weakening of a class waits after its letter was taken ({@code
 *     vault.content.class-waiting}); at least a day
 */
record ContentSettings(
    String product,
    UploadLimits limits,
    int vaults,
    Duration uploadLifetime,
    Duration classWaiting) {
  static final Set<String> NAMES =
      Set.of(
          "vault.product",
          "vault.content.document-bytes",
          "vault.content.metadata-bytes",
          "vault.content.vault-bytes",
          "vault.content.vaults",
          "vault.content.upload-lifetime",
          "vault.content.class-waiting");
  private static final long GIB = 1L << 30;
  private static final Duration LONGEST_WAITING = Duration.ofDays(365);
  private static final long MOST = 1L << 42;

  static ContentSettings of(Settings source) {
    var settings = source.within(NAMES);
    long document = settings.number("vault.content.document-bytes", 2 * GIB, 1 << 16, MOST);
    long vault = settings.number("vault.content.vault-bytes", 20 * GIB, 1 << 16, MOST);
    if (vault < document) {
      throw Settings.wrong(
          "vault.content.vault-bytes", "is smaller than vault.content.document-bytes");
    }
    int metadata = (int) settings.number("vault.content.metadata-bytes", 1 << 16, 1024, 1 << 18);
    var waiting = settings.duration("vault.content.class-waiting", ClassChange.WAITING);
    if (waiting.compareTo(ClassChange.LEAST_WAITING) < 0
        || waiting.compareTo(LONGEST_WAITING) > 0) {
      throw Settings.wrong("vault.content.class-waiting", "is not within a day and a year (P365D)");
    }
    return new ContentSettings(
        settings.required("vault.product"),
        new UploadLimits(document, metadata, vault),
        (int) settings.number("vault.content.vaults", 100, 1, 10_000),
        settings.duration("vault.content.upload-lifetime", Duration.ofDays(7)),
        waiting);
  }
}
