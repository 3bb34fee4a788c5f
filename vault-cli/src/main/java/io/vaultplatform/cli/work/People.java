package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.Visible;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.crypto.Fingerprint;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.FingerprintWords;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.RecipientCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The owner's people: trustees who are asked and answer for themselves, recipients who are only
 * named.
 *
 * <p>The server keeps both lists and could name people of its own. So each person has a {@link
 * Standing} that comes from this computer alone.
 */
public final class People {
  private final Client client;

  public People(Client client) {
    this.client = client;
  }

  /** What this client itself knows of somebody whom the server lists. */
  public enum Standing {
    /** The key was typed here, or the owner compared it with the person. */
    COMPARED,
    /** Named on this computer; the key came through the server, and nobody compared it yet. */
    NAMED,
    /** The server's word alone. */
    UNKNOWN
  }

  /**
   * A trustee as the server tells it; their name is held to the one given here, their keys to those
   * first seen.
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
      Optional<RecipientKeys> recipient,
      Optional<VerificationKey> signing,
      Standing standing) {

    /** What the owner compares with them by voice. */
    public Optional<Fingerprint> fingerprint() {
      return recipient.flatMap(r -> signing.map(s -> Fingerprint.of(r, s)));
    }
  }

  /**
   * A recipient.
   *
   * @param recipient empty for whoever has no key yet
   * @param signing empty for whoever has none, as most have
   */
  public record Recipient(
      UUID id,
      String alias,
      Optional<RecipientKeys> recipient,
      Optional<VerificationKey> signing,
      Standing standing) {

    /** What the owner compares with them by voice; the key itself where this is empty. */
    public Optional<Fingerprint> fingerprint() {
      return recipient.flatMap(r -> signing.map(s -> Fingerprint.of(r, s)));
    }
  }

  /**
   * A recipient just named.
   *
   * @param code to be handed over outside this system; the server has its hash only
   */
  public record Named(UUID id, RecipientCode code) {}

  /** Asks somebody by mail to be a trustee. */
  public UUID invite(Vaults.Known vault, String alias, String address) {
    var name = Refusals.done(Alias.parse("alias", alias)).text();
    var body = new LinkedHashMap<String, Object>();
    body.put("alias", name);
    body.put("address", address);
    var answer = client.api().post("vaults/" + vault.id() + "/trustees", body).body();
    var id = UUID.fromString(answer.text("trustee"));
    client.home().pins().hold(trustee(vault, id) + "/alias", name, "a trustee");
    return id;
  }

  public List<Trustee> trustees(Vaults.Known vault) {
    return client.api().get("vaults/" + vault.id() + "/trustees").body().list("items").stream()
        .map(item -> trustee(vault, item))
        .toList();
  }

  private Trustee trustee(Vaults.Known vault, Json item) {
    var pins = client.home().pins();
    var id = UUID.fromString(item.text("trustee"));
    var at = trustee(vault, id);
    var alias = alias(at, id, item, "trustee ");
    var recipient = item.optionalText("recipient").map(RecipientKeys::parse);
    var signing = item.optionalText("signingKey").map(VerificationKey::new);
    recipient.ifPresent(r -> pins.hold(at + "/recipient", r.text(), "the key of trustee " + alias));
    signing.ifPresent(
        s -> pins.hold(at + "/signing", s.text(), "the signing key of trustee " + alias));
    var fingerprint = recipient.flatMap(r -> signing.map(s -> Fingerprint.of(r, s).hash()));
    var state = item.text("state");
    boolean ready = fingerprint.isPresent() && state.equals("confirmed");
    return new Trustee(
        id, alias, state, ready, recipient, signing, standing(at, fingerprint.orElse("")));
  }

  private String alias(String at, UUID id, Json item, String what) {
    var told = Visible.line(item.optionalText("alias").orElse(id.toString()));
    var pins = client.home().pins();
    pins.of(at + "/alias")
        .ifPresent(a -> pins.hold(at + "/alias", told, "the name of " + what + a));
    return told;
  }

  private Standing standing(String at, String key) {
    var pins = client.home().pins();
    var compared = pins.of(at + "/compared");
    if (compared.isPresent() && compared.get().equals(key)) {
      return Standing.COMPARED;
    }
    return pins.of(at + "/alias").isPresent() ? Standing.NAMED : Standing.UNKNOWN;
  }

  /**
   * The fingerprint that the server shows for a trustee or a recipient; nothing is written down.
   */
  public Fingerprint shown(Vaults.Known vault, String who) {
    if (isTrustee(vault, who)) {
      var found =
          one(trustees(vault), Optional.of(who), Trustee::id, Trustee::alias, t -> true, "trustee");
      return found
          .fingerprint()
          .orElseThrow(
              () -> Stop.refused(found.alias() + " has not accepted yet and has no keys."));
    }
    var found =
        one(
            recipients(vault),
            Optional.of(who),
            Recipient::id,
            Recipient::alias,
            r -> true,
            "trustee or recipient");
    return found
        .fingerprint()
        .orElseThrow(
            () ->
                Stop.refused(
                    found.alias()
                        + " has no signing key and so no fingerprint: \"vault recipient verify\""
                        + " compares what there is."));
  }

  /**
   * Writes down that the owner has this fingerprint from the trustee or the recipient themselves.
   *
   * @param read as for {@link #compareTrustee}
   */
  public void compare(Vaults.Known vault, String who, String read) {
    if (isTrustee(vault, who)) {
      compareTrustee(vault, Optional.of(who), read);
      return;
    }
    var found =
        one(
            recipients(vault),
            Optional.of(who),
            Recipient::id,
            Recipient::alias,
            r -> r.fingerprint().filter(f -> FingerprintWords.says(f, read)).isPresent(),
            "recipient");
    compared(vault, found);
  }

  private boolean isTrustee(Vaults.Known vault, String who) {
    boolean trustee = trustees(vault).stream().anyMatch(t -> isNamed(who, t.id(), t.alias()));
    if (trustee && recipients(vault).stream().anyMatch(r -> isNamed(who, r.id(), r.alias()))) {
      throw Stop.usage(
          "A trustee and a recipient are called " + who + ": name the one you mean by their id.");
    }
    return trustee;
  }

  private static boolean isNamed(String who, UUID id, String alias) {
    return id.toString().equals(who) || alias.equals(who);
  }

  private void compared(Vaults.Known vault, Recipient found) {
    client.home().pins().put(recipient(vault, found.id()) + "/compared", pinned(found.recipient()));
  }

  /**
   * Writes down that the owner has this fingerprint from the trustee themselves.
   *
   * @param who their name or id; empty: whoever has that fingerprint
   * @param read the forty digits, however they are grouped, or the sixteen words
   */
  public Trustee compareTrustee(Vaults.Known vault, Optional<String> who, String read) {
    if (!FingerprintWords.complete(read)) {
      throw Stop.usage("A fingerprint is eight groups of five digits, or sixteen words.");
    }
    var found =
        one(
            trustees(vault),
            who,
            Trustee::id,
            Trustee::alias,
            t -> t.fingerprint().filter(f -> FingerprintWords.says(f, read)).isPresent(),
            "trustee");
    client
        .home()
        .pins()
        .put(trustee(vault, found.id()) + "/compared", found.fingerprint().orElseThrow().hash());
    return found;
  }

  /**
   * Writes down that the owner has this key from the recipient themselves.
   *
   * @param who their name or id; empty: whoever has that key
   * @param key empty: that they have none
   */
  public Recipient compareRecipient(
      Vaults.Known vault, Optional<String> who, Optional<RecipientKeys> key) {
    var found =
        one(
            recipients(vault),
            who,
            Recipient::id,
            Recipient::alias,
            r -> r.recipient().equals(key),
            "recipient");
    compared(vault, found);
    return found;
  }

  private static <P> P one(
      List<P> people,
      Optional<String> who,
      Function<P, UUID> id,
      Function<P, String> alias,
      Predicate<P> same,
      String what) {
    var named =
        people.stream()
            .filter(p -> who.isEmpty() || isNamed(who.get(), id.apply(p), alias.apply(p)))
            .toList();
    var fitting = named.stream().filter(same).toList();
    if (named.isEmpty()) {
      throw Stop.usage("This vault has no " + what + " " + who.orElse("yet") + ".");
    }
    if (fitting.isEmpty()) {
      throw Stop.refused(
          "The server shows another key for "
              + who.map(w -> what + " " + w).orElse("every " + what)
              + " than the one you were told. Nothing was done. Ask the person again; if they are"
              + " sure, somebody put a key of their own in its place.");
    }
    if (fitting.size() > 1) {
      throw Stop.refused("The server lists that key for several people; nothing was done.");
    }
    return fitting.getFirst();
  }

  /** Everybody who would get a share or a packet when the vault is armed now. */
  public Party party(Vaults.Known vault) {
    var trustees = trustees(vault);
    var recipients = recipients(vault);
    requireListed("vault/" + vault.id() + "/trustee/", trustees.stream().map(Trustee::id).toList());
    requireListed(
        "vault/" + vault.id() + "/recipient/", recipients.stream().map(Recipient::id).toList());
    return new Party(trustees, recipients);
  }

  // Nobody can be taken off these lists, so whoever is missing was left out by the server.
  private void requireListed(String at, List<UUID> listed) {
    client
        .home()
        .pins()
        .under(at)
        .forEach(
            (name, alias) -> {
              if (name.endsWith("/alias")
                  && !listed.contains(UUID.fromString(name.replace("/alias", "")))) {
                throw Stop.refused(
                    "The server no longer lists " + alias + ", whom you named. Nothing was done.");
              }
            });
  }

  private static String trustee(Vaults.Known vault, UUID id) {
    return "vault/" + vault.id() + "/trustee/" + id;
  }

  private static String recipient(Vaults.Known vault, UUID id) {
    return "vault/" + vault.id() + "/recipient/" + id;
  }

  /** Names a recipient and makes their code. Nobody is written to. */
  public Named add(
      Vaults.Known vault,
      String alias,
      String address,
      Optional<RecipientKeys> recipient,
      Optional<VerificationKey> signing) {
    var code = RecipientCode.of(Randomness.bytes(RecipientCode.BYTES));
    var name = Refusals.done(Alias.parse("alias", alias)).text();
    var body = new LinkedHashMap<String, Object>();
    body.put("alias", name);
    body.put("address", address);
    recipient.ifPresent(key -> body.put("recipient", key.text()));
    signing.ifPresent(s -> body.put("signingKey", s.text()));
    body.put("codeHash", code.hash(Randomness.bytes(16)).text());
    var answer = client.api().post("vaults/" + vault.id() + "/recipients", body).body();
    var id = UUID.fromString(answer.text("recipient"));
    // The owner typed this key: from now on no server can name another for this person.
    var pins = client.home().pins();
    var at = recipient(vault, id);
    pins.hold(at + "/recipient", pinned(recipient), "the key of recipient " + name);
    pins.hold(at + "/compared", pinned(recipient), "the key of recipient " + name);
    pins.hold(at + "/signing", signed(signing), "the signing key of recipient " + name);
    pins.hold(at + "/alias", name, "a recipient");
    return new Named(id, code);
  }

  public List<Recipient> recipients(Vaults.Known vault) {
    return client.api().get("vaults/" + vault.id() + "/recipients").body().list("items").stream()
        .map(item -> recipient(vault, item))
        .toList();
  }

  private Recipient recipient(Vaults.Known vault, Json item) {
    var id = UUID.fromString(item.text("recipient"));
    var at = recipient(vault, id);
    var alias = alias(at, id, item, "recipient ");
    var key = item.optionalText("recipientKey").map(RecipientKeys::parse);
    var signing = item.optionalText("signingKey").map(VerificationKey::new);
    var pins = client.home().pins();
    pins.hold(at + "/recipient", pinned(key), "the key of recipient " + alias);
    pins.hold(at + "/signing", signed(signing), "the signing key of recipient " + alias);
    return new Recipient(id, alias, key, signing, standing(at, pinned(key)));
  }

  // That somebody has no key is held to like a key: a server could otherwise give them one.
  private static String pinned(Optional<RecipientKeys> key) {
    return key.map(RecipientKeys::text).orElse("none");
  }

  private static String signed(Optional<VerificationKey> key) {
    return key.map(VerificationKey::text).orElse("none");
  }
}
