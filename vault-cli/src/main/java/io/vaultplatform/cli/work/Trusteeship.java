package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.Visible;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Confirming;
import io.vaultplatform.core.escrow.Place;
import io.vaultplatform.core.escrow.PlacedFile;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.Proving;
import io.vaultplatform.core.escrow.SealedFile;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.people.TrusteeAcceptance;
import io.vaultplatform.core.people.TrusteeId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A trustee's side: no account, only a link and a key of their own.
 *
 * <p>The owner's key is kept when accepting, which may be years before it is needed; a server that
 * shows another one later gets nothing.
 */
public final class Trusteeship {
  private final Client client;

  public Trusteeship(Client client) {
    this.client = client;
  }

  /** Says yes to an invitation with one's own keys. */
  public Json accept(String link, PrivateKeys keys) {
    var token = Links.token(link);
    var invitation = client.api().post("links/trustee/invitation", Map.of("token", token)).body();
    var vault = new VaultId(UUID.fromString(invitation.text("vault")));
    var trustee = new TrusteeId(UUID.fromString(invitation.text("trustee")));
    holdOwner(vault, new VerificationKey(invitation.object("owner").text("signingKey")));
    var publicKeys = keys.publicKeys();
    var acceptance =
        new TrusteeAcceptance(vault, trustee, publicKeys.recipient(), publicKeys.signing());
    var signed = Signed.sign(acceptance.toBody(), keys.signing());
    return client
        .api()
        .post("links/trustee/accept", Map.of("token", token, "acceptance", signed.toTree()))
        .body();
  }

  private VerificationKey holdOwner(VaultId vault, VerificationKey owner) {
    client
        .home()
        .pins()
        .hold("trusteeship/" + vault + "/owner", owner.text(), "the owner's signing key");
    return owner;
  }

  // The owner may have replaced their keys since: followed by what both signed, and never
  // otherwise.
  private VerificationKey followOwner(VaultId vault, Json shown) {
    var told = new VerificationKey(shown.object("owner").text("signingKey"));
    var name = "trusteeship/" + vault + "/owner";
    var pins = client.home().pins();
    var seen = pins.of(name).map(VerificationKey::new);
    if (seen.isPresent() && !seen.get().equals(told)) {
      if (!Successions.leads(
          shown.object("owner").text("account"),
          shown.has("ownerEpochs") ? shown.list("ownerEpochs") : List.of(),
          seen.get().fingerprint(),
          told)) {
        throw Successions.swapped("the owner", seen.get().fingerprint(), told.fingerprint());
      }
      pins.put(name, told.text());
    }
    return holdOwner(vault, told);
  }

  /**
   * Proofs that were given.
   *
   * @param receipts where the receipts were saved, one for each arming
   * @param before armings of which a proof was taken within the last day
   * @param due when the next proof is due; empty when none was given now
   */
  public record Proofs(List<Path> receipts, int before, Optional<Instant> due) {
    public Proofs {
      receipts = List.copyOf(receipts);
    }
  }

  /**
   * Shows that these keys still work: opens every share that lies with the server, on this device,
   * and answers the challenge. Nothing that was opened is sent.
   */
  public Proofs prove(String link, PrivateKeys keys) {
    var token = Map.of("token", Links.token(link));
    var shown = client.api().post("links/trustee/proofs/challenges", token).body();
    var vault = new VaultId(UUID.fromString(shown.text("vault")));
    var receipts = new ArrayList<Path>();
    var due = Optional.<Instant>empty();
    int before = 0;
    for (var arming : shown.list("armings")) {
      var owner = ownerThen(vault, shown, arming);
      if (arming.has("challenge")) {
        var given = prove(link, vault, arming, owner, keys);
        receipts.add(given.receipt());
        due = Optional.of(given.due());
      } else {
        before++;
      }
    }
    return new Proofs(receipts, before, due);
  }

  private record Given(Path receipt, Instant due) {}

  private Given prove(
      String link, VaultId vault, Json arming, VerificationKey owner, PrivateKeys keys) {
    var asked =
        new Proving.Case(
            Getting.signed(arming.object("policy")),
            arming.list("shareSets").stream().map(Getting::signed).toList(),
            arming.list("shares").stream().map(Trusteeship::share).toList(),
            new SealedFile(arming.text("challenge")));
    var identity = Suites.identity(asked.policy(), keys.identities());
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var statement =
        switch (Proving.prove(asked, owner, identity, keys.signing(), now)) {
          case Outcome.Done<Signed>(var signed) -> signed;
          case Outcome.Refused<Signed>(var refusal) ->
              throw Stop.refused(refusal.field().orElse(null), refusal.detail() + advice(refusal));
        };
    var answer =
        client
            .api()
            .post(
                "links/trustee/proofs",
                Map.of("token", Links.token(link), "proof", statement.toTree()))
            .body();
    var logOrigin = new Json(asked.policy().unverifiedBody()).text("logOrigin");
    return new Given(
        client.keepReceipt(answer, Optional.of(vault), Optional.of(logOrigin)),
        Instant.parse(answer.text("due")));
  }

  // An arming may be older than the owner's keys of today. Of an earlier key that leads to the one
  // we hold nothing is kept: it is good for this question alone, in answer to which nothing leaves.
  private VerificationKey ownerThen(VaultId vault, Json shown, Json arming) {
    var then = new VerificationKey(arming.text("ownerSigningKey"));
    var name = "trusteeship/" + vault + "/owner";
    var held = client.home().pins().of(name).map(VerificationKey::new);
    var account = shown.text("owner");
    var epochs = shown.has("ownerEpochs") ? shown.list("ownerEpochs") : List.<Json>of();
    if (held.isEmpty() || held.get().equals(then)) {
      return holdOwner(vault, then);
    }
    if (Successions.leads(account, epochs, held.get().fingerprint(), then)) {
      client.home().pins().put(name, then.text());
      return then;
    }
    if (Successions.leads(account, epochs, then.fingerprint(), held.get())) {
      return then;
    }
    throw Successions.swapped("the owner", held.get().fingerprint(), then.fingerprint());
  }

  /** In words, when the next proof is due; empty while no share is armed. */
  public Optional<String> due(String link) {
    var token = Map.of("token", Links.token(link));
    var standing = client.api().post("links/trustee/proofs/standing", token).body();
    return standing
        .optionalText("due")
        .map(
            due ->
                "Once a year you show that your key works (vault trustee prove); due on "
                    + Visible.line(due)
                    + standing
                        .optionalText("provedAt")
                        .map(at -> ", last shown on " + Visible.line(at))
                        .orElse(", not shown yet")
                    + ".");
  }

  /** What was recorded so far, for the trustee to decide on. */
  public Json look(String link) {
    return client.api().post("links/trustee/case", Map.of("token", Links.token(link))).body();
  }

  /** In words, until when an answer is asked for; or that it is late, and counts all the same. */
  public static String asked(Json shown) {
    return shown.has("heldSince")
        ? "The time for answers ended at "
            + Visible.line(shown.text("answerBy"))
            + ", and too few had come. The matter is held since then.\n"
            + "Your answer still counts: when enough trustees have answered, it goes on."
        : "An answer is asked for until " + Visible.line(shown.text("answerBy")) + ".";
  }

  /**
   * An answer that was given.
   *
   * @param receipt where the receipt was saved
   * @param late whether it came while the matter was held for want of answers
   */
  public record Answer(Path receipt, boolean late) {}

  /**
   * Confirms that the owner was not reached, and hands over the share, re-encrypted for this
   * release.
   */
  public Answer confirm(String link, PrivateKeys keys) {
    return answer(link, keys, true);
  }

  /** Says no: the release does not count on this trustee. */
  public Answer refuse(String link, PrivateKeys keys) {
    return answer(link, keys, false);
  }

  private Answer answer(String link, PrivateKeys keys, boolean yes) {
    var shown = look(link);
    var vault = new VaultId(UUID.fromString(shown.text("vault")));
    var owner = followOwner(vault, shown);
    var confirmed =
        new Confirming.Case(
            Getting.signed(shown.object("policy")),
            shown.list("shareSets").stream().map(Getting::signed).toList(),
            Getting.signed(shown.object("releaseKeys")),
            shown.list("shares").stream().map(Trusteeship::share).toList());
    var identity = Suites.identity(confirmed.policy(), keys.identities());
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var statement =
        switch (yes
            ? Confirming.confirm(confirmed, owner, identity, keys.signing(), now)
            : Confirming.refuse(confirmed, owner, identity, keys.signing(), now)) {
          case Outcome.Done<Signed>(var signed) -> signed;
          case Outcome.Refused<Signed>(var refusal) ->
              throw Stop.refused(refusal.field().orElse(null), refusal.detail() + advice(refusal));
        };
    var answer =
        client
            .api()
            .post(
                "links/trustee/confirmations",
                Map.of("token", Links.token(link), "confirmation", statement.toTree()))
            .body();
    // The statement above was made only because the owner signed this policy.
    var logOrigin = new Json(confirmed.policy().unverifiedBody()).text("logOrigin");
    return new Answer(
        client.keepReceipt(answer, Optional.of(vault), Optional.of(logOrigin)),
        shown.has("heldSince"));
  }

  private static PlacedFile share(Json share) {
    return new PlacedFile(
        new Place(new Portion(number(share, "stage"), number(share, "set")), number(share, "path")),
        new SealedFile(share.text("file")));
  }

  private static int number(Json share, String name) {
    return Math.toIntExact(share.number(name));
  }

  private static String advice(Refusal refusal) {
    return switch (refusal.field().orElse("")) {
      case "share", "challenge", "policy.trustees" ->
          " Take the key file you accepted with, and the link in your own letter.";
      default -> "";
    };
  }
}
