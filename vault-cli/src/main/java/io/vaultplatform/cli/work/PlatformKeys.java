package io.vaultplatform.cli.work;

import static io.vaultplatform.core.audit.EventType.PLATFORM_IDENTITY_MADE;
import static io.vaultplatform.core.audit.EventType.VAULT_CREATED;
import static io.vaultplatform.core.audit.EventType.VAULT_SUITE_CHANGED;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.List;
import java.util.Set;

/**
 * Holds a server to a vault's platform key: another one counts when the vault's log says that it
 * came after the one that was seen.
 *
 * <p>A server can enter any key into its log. It cannot take the entry back, nor show it to the
 * owner alone: whoever checks the log sees each key that class A was ever encrypted to.
 */
final class PlatformKeys {
  private static final Set<EventType> NAMING =
      Set.of(VAULT_CREATED, VAULT_SUITE_CHANGED, PLATFORM_IDENTITY_MADE);
  private final Client client;

  PlatformKeys(Client client) {
    this.client = client;
  }

  /**
   * Ends the command when {@code now} is neither the key that was seen nor a later one.
   *
   * @param pin under which name the key was seen
   * @param auditKey the log's first key, held to what was seen before
   */
  void hold(VaultId vault, AgeRecipient now, String pin, VerificationKey auditKey) {
    var pins = client.home().pins();
    var before = pins.of(pin);
    if (before.isPresent() && !before.get().equals(now.text())) {
      var seen = AgeRecipient.parse(before.get()).fingerprint();
      requireFollowing(vault, seen, now.fingerprint(), auditKey);
      pins.put(pin, now.text());
    }
    pins.hold(pin, now.text(), "this vault's platform key");
  }

  private void requireFollowing(VaultId vault, String before, String now, VerificationKey key) {
    List<String> named;
    try {
      named =
          new Logs(client)
              .said(vault, key, NAMING).stream()
                  .map(entry -> String.valueOf(entry.facts().get("platformRecipient")))
                  .toList();
    } catch (Stop stop) {
      if (stop.exit() != Stop.Exit.REFUSED) {
        throw stop;
      }
      throw swapped(before, now, String.valueOf(stop.getMessage()));
    }
    if (!named.contains(before) || named.lastIndexOf(now) <= named.lastIndexOf(before)) {
      throw swapped(before, now, "its log does not say that it followed.");
    }
  }

  private static Stop swapped(String before, String now, String why) {
    return Stop.refused(
        "The server's platform key for this vault is not the one that this client saw first: "
            + why
            + " Seen first: "
            + before
            + ". Now: "
            + now
            + ". Nothing was done. Ask the operator, by another way, which one is theirs.");
  }
}
