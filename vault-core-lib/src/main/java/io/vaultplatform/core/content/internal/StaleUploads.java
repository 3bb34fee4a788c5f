package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.store.EngineWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Clears uploads that nobody continues, so that they do not use up their vault's quota for ever.
 *
 * <p>Each is entered in its vault's log; its owner can offer it again.
 */
@ApplicationScoped
class StaleUploads {
  private static final int BATCH = 20;

  private final EngineWork engine;
  private final UploadRows uploads;
  private final BlobStore blobs;
  private final ContentLog log;
  private final ContentSettings settings;

  @Inject
  StaleUploads(
      EngineWork engine,
      UploadRows uploads,
      BlobStore blobs,
      ContentLog log,
      ContentSettings settings) {
    this.engine = engine;
    this.uploads = uploads;
    this.blobs = blobs;
    this.log = log;
    this.settings = settings;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  StaleUploads() {
    engine = null;
    uploads = null;
    blobs = null;
    log = null;
    settings = null;
  }

  /** Clears one batch of this product's; how many it were. */
  int clear() {
    return engine.call(
        () -> {
          var stale = uploads.stale(settings.product(), settings.uploadLifetime(), BATCH);
          for (var upload : stale) {
            uploads.remove(upload);
            blobs.delete(upload.vault(), upload.blob());
            log.abandoned(upload.vault(), upload.document());
          }
          return stale.size();
        });
  }
}
