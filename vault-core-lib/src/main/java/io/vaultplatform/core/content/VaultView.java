package io.vaultplatform.core.content;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Suite;
import java.time.Instant;
import java.util.Objects;

/** A vault as it is shown to those who may see it. */
public final class VaultView {
  private final VaultId id;
  private final AccountId owner;
  private final String product;
  private final Suite suite;
  private final byte[] label;
  private final AgeRecipient platform;
  private final Instant created;

  public VaultView(
      VaultId id,
      AccountId owner,
      String product,
      Suite suite,
      byte[] label,
      AgeRecipient platform,
      Instant created) {
    this.id = Objects.requireNonNull(id, "id");
    this.owner = Objects.requireNonNull(owner, "owner");
    this.product = product;
    this.suite = suite;
    this.label = label.clone();
    this.platform = Objects.requireNonNull(platform, "platform");
    this.created = Objects.requireNonNull(created, "created");
  }

  public VaultId id() {
    return id;
  }

  public AccountId owner() {
    return owner;
  }

  /** The product whose rules hold for it, such as {@code witness-vault}. */
  public String product() {
    return product;
  }

  /** The suite of every key that its files are encrypted to. */
  public Suite suite() {
    return suite;
  }

  /** An age file to the owner that holds the vault's name. */
  public byte[] label() {
    return label.clone();
  }

  /** To whom the client encrypts class A besides the owner. */
  public AgeRecipient platform() {
    return platform;
  }

  public Instant created() {
    return created;
  }
}
