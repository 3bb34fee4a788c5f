package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.http.Api;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.KeyBundle;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.core.keys.PublicKeys;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * From keys that are known to the ones that replaced them: only by statements that both signed.
 * Anything else is a swapped key, and ends the command with both fingerprints.
 */
final class Successions {
  private final Api api;

  Successions(Api api) {
    this.api = api;
  }

  /** Every keys of an account, the first ones first, found to follow each other. */
  List<PublicKeys> of(String account) {
    return chain(account, api.get("keys/" + account + "/epochs").body().list("items"));
  }

  /** As above, from what stands in another answer. */
  static List<PublicKeys> chain(String account, List<Json> items) {
    var id = new AccountId(UUID.fromString(account));
    var history = items.stream().map(Successions::epoch).toList();
    return switch (KeySuccession.chain(id, history)) {
      case Outcome.Done<List<PublicKeys>>(var keys) -> keys;
      case Outcome.Refused<List<PublicKeys>>(var refusal) ->
          throw Stop.refused(
              refusal.field().orElse(null),
              "The keys that the server lists for account "
                  + account
                  + " do not follow each other: "
                  + refusal.detail());
    };
  }

  private static KeySuccession.Epoch epoch(Json item) {
    return new KeySuccession.Epoch(
        (int) item.number("epoch"),
        new PublicKeys(
            RecipientKeys.parse(item.text("recipient")),
            new VerificationKey(item.text("signingKey"))),
        item.has("succession")
            ? Optional.of(Getting.signed(item.object("succession")))
            : Optional.<Signed>empty());
  }

  /** Holds one's own bundle to the keys that this client knows for the account. */
  void require(Home.Account known, KeyBundle bundle) {
    var before =
        new PublicKeys(
            RecipientKeys.parse(known.recipient()), new VerificationKey(known.signing()));
    var now = bundle.keys().publicKeys();
    if (before.equals(now)) {
      return;
    }
    var keys = of(known.id());
    if (!keys.contains(before) || !keys.getLast().equals(now)) {
      throw swapped("your own account", before, now);
    }
  }

  /**
   * Whether {@code now} is the signing key that was seen before, or one of those that followed it.
   *
   * @param items the epochs as they stand in an answer
   */
  static boolean leads(
      String account, List<Json> items, String seenFingerprint, VerificationKey now) {
    return now.fingerprint().equals(seenFingerprint)
        || names(before(account, items, now), seenFingerprint);
  }

  /**
   * Whether {@code other} is the signing key that was seen, or of one owner with it: what former
   * keys signed is as much the owner's as what later ones did.
   */
  static boolean join(
      String account, List<Json> items, String seenFingerprint, VerificationKey other) {
    if (other.fingerprint().equals(seenFingerprint)) {
      return true;
    }
    var keys = signing(account, items);
    return keys.contains(other) && names(keys, seenFingerprint);
  }

  /** The signing keys that {@code now} followed, the first ones first. */
  static List<VerificationKey> before(String account, List<Json> items, VerificationKey now) {
    var keys = signing(account, items);
    return keys.subList(0, Math.max(0, keys.indexOf(now)));
  }

  // Where nothing is listed, nothing leads anywhere: that is said with both fingerprints.
  private static List<VerificationKey> signing(String account, List<Json> items) {
    return items.isEmpty()
        ? List.of()
        : chain(account, items).stream().map(PublicKeys::signing).toList();
  }

  private static boolean names(List<VerificationKey> keys, String fingerprint) {
    return keys.stream().anyMatch(key -> key.fingerprint().equals(fingerprint));
  }

  /** Ends the command because a key is another than the one that was seen. */
  static Stop swapped(String whose, PublicKeys before, PublicKeys now) {
    return swapped(whose, before.fingerprint().digits(), now.fingerprint().digits());
  }

  static Stop swapped(String whose, String before, String now) {
    return Stop.refused(
        "The keys of "
            + whose
            + " are not the ones that this client saw first, and nothing signed by those leads to"
            + " them. Seen first: "
            + before
            + ". Now: "
            + now
            + ". Nothing was done. Ask the person, by voice, which one is theirs.");
  }
}
