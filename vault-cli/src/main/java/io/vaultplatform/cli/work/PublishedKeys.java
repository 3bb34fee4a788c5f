package io.vaultplatform.cli.work;

import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.PublicKeys;

/** Keys of accounts as the server's directory tells them, held to those this client saw first. */
public final class PublishedKeys {
  private final Client client;

  public PublishedKeys(Client client) {
    this.client = client;
  }

  /** The keys that this account published. */
  public PublicKeys of(String account) {
    var answer = client.api().get("keys/" + account).body();
    var keys =
        new PublicKeys(
            RecipientKeys.parse(answer.text("recipient")),
            new VerificationKey(answer.text("signingKey")));
    client
        .home()
        .pins()
        .hold(
            "account/" + account + "/fingerprint",
            keys.fingerprint().digits(),
            "that account's keys");
    return keys;
  }
}
