package io.vaultplatform.cli.work;

import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A vault's move to post-quantum keys: the suite first, then every document that still has classic
 * keys, stored anew under a fresh file key. Broken off, it goes on where it was: what is hybrid
 * already is left alone.
 */
public final class Moving {
  private final Client client;

  public Moving(Client client) {
    this.client = client;
  }

  /**
   * What came of it.
   *
   * @param moved documents that were stored anew
   * @param left documents of class C that others read too: their keys are not known here, so their
   *     owner stores them anew with {@code -r}
   */
  public record Moved(List<DocumentId> moved, List<DocumentId> left) {}

  /**
   * Moves the vault and its documents.
   *
   * @param progress documents done, and how many there are
   */
  public Moved move(
      Accounts.Unlocked owner, Vaults.Known vault, BiConsumer<Integer, Integer> progress) {
    var vaults = new Vaults(client);
    var now = vault.suite() == Suite.HYBRID ? vault : vaults.strengthen(vault);
    var getting = new Getting(client);
    var moved = new ArrayList<DocumentId>();
    var left = new ArrayList<DocumentId>();
    var all = getting.list(owner, now);
    for (int i = 0; i < all.size(); i++) {
      var seen = all.get(i);
      var header = seen.entrusted().header();
      if (!header.suite().equals(Optional.of(Suite.HYBRID))) {
        if (seen.entrusted().manifest().encryptionClass() == EncryptionClass.C
            && header.stanzas().size() > 1) {
          left.add(seen.id());
        } else {
          anew(owner, now, seen);
          moved.add(seen.id());
        }
      }
      progress.accept(i + 1, all.size());
    }
    return new Moved(List.copyOf(moved), List.copyOf(left));
  }

  private void anew(Accounts.Unlocked owner, Vaults.Known vault, Getting.Seen seen) {
    new Putting(client)
        .put(
            owner,
            vault,
            new Putting.Wish(
                Source.of(new Getting(client), owner, seen),
                seen.metadata().title(),
                seen.metadata().mediaType(),
                seen.entrusted().manifest().encryptionClass(),
                Set.of(),
                Optional.of(new Putting.Previous(seen.id(), seen.version()))));
  }
}
