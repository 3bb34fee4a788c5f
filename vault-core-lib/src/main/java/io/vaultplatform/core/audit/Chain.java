package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.VaultId;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Which chain an entry belongs to. Everything that concerns a vault goes to that vault's chain;
 * what happens to an account outside any vault (signing in) goes to the account's; the platform's
 * own acts (making its signing key) go to the platform's.
 *
 * <p>Chains never wait for each other, and each is gapless by itself.
 */
public sealed interface Chain {

  /** The chain of one vault, visible to its owner. */
  record OfVault(VaultId vault) implements Chain {
    public OfVault {
      Objects.requireNonNull(vault, "vault");
    }
  }

  /** The chain of one account, visible to that account. */
  record OfAccount(AccountId account) implements Chain {
    public OfAccount {
      Objects.requireNonNull(account, "account");
    }
  }

  /** The chain of the platform itself, visible to its auditors. */
  record OfPlatform() implements Chain {}

  /** The id of the platform's chain: there is one, so it needs no random one. */
  UUID PLATFORM = new UUID(0, 0);

  static Chain of(VaultId vault) {
    return new OfVault(vault);
  }

  static Chain of(AccountId account) {
    return new OfAccount(account);
  }

  static Chain ofPlatform() {
    return new OfPlatform();
  }

  /** {@code vault}, {@code account} or {@code platform}. */
  default String kind() {
    return switch (this) {
      case OfVault v -> "vault";
      case OfAccount a -> "account";
      case OfPlatform p -> "platform";
    };
  }

  /** The id of the vault or account; all zeros for the platform. */
  default UUID id() {
    return switch (this) {
      case OfVault(var vault) -> vault.value();
      case OfAccount(var account) -> account.value();
      case OfPlatform() -> PLATFORM;
    };
  }

  /** As it stands in entries, receipts and checkpoints: {@code {"id":…,"kind":…}}. */
  default Map<String, Object> toTree() {
    return Map.of("kind", kind(), "id", id().toString());
  }

  /**
   * The chain of a {@link #kind} and an {@link #id}.
   *
   * @throws IllegalArgumentException when there is no such kind
   */
  static Chain of(String kind, UUID id) {
    return switch (kind) {
      case "vault" -> new OfVault(new VaultId(id));
      case "account" -> new OfAccount(new AccountId(id));
      case "platform" -> {
        if (!id.equals(PLATFORM)) {
          throw new IllegalArgumentException("the platform's chain has the id " + PLATFORM);
        }
        yield new OfPlatform();
      }
      // Text from a file or a row: not a closed type.
      default ->
          throw new IllegalArgumentException("chain.kind is none of vault, account, platform");
    };
  }

  /**
   * Reads {@link #toTree}.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  static Chain of(Fields chain) {
    var read = of(chain.text("kind"), chain.uuid("id"));
    chain.end();
    return read;
  }
}
