package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.PublicKeys;
import java.util.List;

/** Keys of accounts as the server's directory tells them, held to those this client saw first. */
public final class PublishedKeys {
  private final Client client;

  public PublishedKeys(Client client) {
    this.client = client;
  }

  /**
   * The keys that count for this account now. Another than the one seen before is followed only by
   * what both signed; otherwise the command ends with both fingerprints.
   */
  public PublicKeys of(String account) {
    var answer = client.api().get("keys/" + account).body();
    var keys =
        new PublicKeys(
            RecipientKeys.parse(answer.text("recipient")),
            new VerificationKey(answer.text("signingKey")));
    var name = "account/" + account + "/fingerprint";
    var now = keys.fingerprint().digits();
    var seen = client.home().pins().of(name);
    if (seen.isPresent() && !seen.get().equals(now)) {
      followed(account, seen.get(), keys);
      client.home().pins().put(name, now);
    } else {
      client.home().pins().hold(name, now, "that account's keys");
    }
    return keys;
  }

  private void followed(String account, String seen, PublicKeys now) {
    List<PublicKeys> all;
    try {
      all = new Successions(client.api()).of(account);
    } catch (Stop stop) {
      if (stop.exit() == Stop.Exit.UNREACHABLE) {
        throw stop;
      }
      throw Successions.swapped("account " + account, seen, now.fingerprint().digits());
    }
    boolean leads =
        all.getLast().equals(now)
            && all.stream().anyMatch(keys -> keys.fingerprint().digits().equals(seen));
    if (!leads) {
      throw Successions.swapped("account " + account, seen, now.fingerprint().digits());
    }
  }

  /**
   * Every key with which this account signed, the one that counts now first; each follows the one
   * before by what both signed.
   */
  public List<VerificationKey> signing(String account) {
    var now = of(account).signing();
    var all = new Successions(client.api()).of(account).reversed();
    if (!all.getFirst().signing().equals(now)) {
      throw Stop.refused("The server names two current keys for account " + account + ".");
    }
    return all.stream().map(PublicKeys::signing).toList();
  }
}
