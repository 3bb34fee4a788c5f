package io.vaultplatform.cli.work;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Fingerprint;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.people.RecipientCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The owner's people: trustees who are asked and answer for themselves, recipients who are only
 * named.
 */
public final class People {
  private final Client client;

  public People(Client client) {
    this.client = client;
  }

  /**
   * A trustee as the server tells it; their keys are held to those first seen.
   *
   * @param state {@code invited}, {@code unreached}, {@code accepted} or {@code confirmed}
   * @param ready whether they count: accepted, with an address that is confirmed
   * @param recipient empty until accepted
   */
  public record Trustee(
      UUID id,
      String alias,
      String state,
      boolean ready,
      Optional<AgeRecipient> recipient,
      Optional<VerificationKey> signing) {

    /** What the owner compares with them by voice. */
    public Optional<Fingerprint> fingerprint() {
      return recipient.flatMap(r -> signing.map(s -> Fingerprint.of(r, s)));
    }
  }

  /** A recipient. */
  public record Recipient(UUID id, String alias, AgeRecipient recipient) {}

  /**
   * A recipient just named.
   *
   * @param code to be handed over outside this system; the server has its hash only
   */
  public record Named(UUID id, RecipientCode code) {}

  /** Asks somebody by mail to be a trustee. */
  public UUID invite(Vaults.Known vault, String alias, String address) {
    var body = new LinkedHashMap<String, Object>();
    body.put("alias", alias);
    body.put("address", address);
    var answer = client.api().post("vaults/" + vault.id() + "/trustees", body).body();
    return UUID.fromString(answer.text("trustee"));
  }

  public List<Trustee> trustees(Vaults.Known vault) {
    return client.api().get("vaults/" + vault.id() + "/trustees").body().list("items").stream()
        .map(item -> trustee(vault, item))
        .toList();
  }

  private Trustee trustee(Vaults.Known vault, Json item) {
    var id = UUID.fromString(item.text("trustee"));
    var alias = item.optionalText("alias").orElse(id.toString());
    var recipient = item.optionalText("recipient").map(AgeRecipient::parse);
    var signing = item.optionalText("signingKey").map(VerificationKey::new);
    var at = "vault/" + vault.id() + "/trustee/" + id;
    recipient.ifPresent(
        r -> client.home().pins().hold(at + "/recipient", r.text(), "the key of trustee " + alias));
    signing.ifPresent(
        s ->
            client
                .home()
                .pins()
                .hold(at + "/signing", s.text(), "the signing key of trustee " + alias));
    var state = item.text("state");
    boolean ready = recipient.isPresent() && signing.isPresent() && state.equals("confirmed");
    return new Trustee(id, alias, state, ready, recipient, signing);
  }

  /** Names a recipient and makes their code. Nobody is written to. */
  public Named add(
      Vaults.Known vault,
      String alias,
      String address,
      AgeRecipient recipient,
      Optional<VerificationKey> signing) {
    var code = RecipientCode.of(Randomness.bytes(RecipientCode.BYTES));
    var body = new LinkedHashMap<String, Object>();
    body.put("alias", alias);
    body.put("address", address);
    body.put("recipient", recipient.text());
    signing.ifPresent(s -> body.put("signingKey", s.text()));
    body.put("codeHash", code.hash(Randomness.bytes(16)).text());
    var answer = client.api().post("vaults/" + vault.id() + "/recipients", body).body();
    var id = UUID.fromString(answer.text("recipient"));
    // The owner typed this key: from now on no server can name another for this person.
    client
        .home()
        .pins()
        .put("vault/" + vault.id() + "/recipient/" + id + "/recipient", recipient.text());
    return new Named(id, code);
  }

  public List<Recipient> recipients(Vaults.Known vault) {
    return client.api().get("vaults/" + vault.id() + "/recipients").body().list("items").stream()
        .map(item -> recipient(vault, item))
        .toList();
  }

  private Recipient recipient(Vaults.Known vault, Json item) {
    var id = UUID.fromString(item.text("recipient"));
    var alias = item.optionalText("alias").orElse(id.toString());
    var key = AgeRecipient.parse(item.text("recipientKey"));
    client
        .home()
        .pins()
        .hold(
            "vault/" + vault.id() + "/recipient/" + id + "/recipient",
            key.text(),
            "the key of recipient " + alias);
    return new Recipient(id, alias, key);
  }
}
