package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.content.spi.BlobStoreContract;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.util.function.Supplier;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The embedded blob store keeps the contract. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresBlobsIT extends BlobStoreContract {
  private final Writing ann = new Writing();
  private final Stage stage;
  private final VaultId vault;

  PostgresBlobsIT(LocalWork work) {
    stage = new Stage(work);
    vault = stage.vault(ann).id();
  }

  @Override
  protected BlobStore store() {
    return stage.content.blobs();
  }

  @Override
  protected VaultId vault() {
    return vault;
  }

  @Override
  protected <T> T work(Supplier<T> work) {
    return stage.work.as(ann.account, work);
  }
}
