package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Arming;
import io.vaultplatform.core.escrow.ClaimCode;
import io.vaultplatform.core.escrow.Entrusted;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.keys.KeyBundle;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.TriggerJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The dead man's switch as its owner works it: drafted, armed with everything made on this device,
 * answered, stopped.
 */
public final class Switch {
  private static final Set<String> OVER = Set.of("executed", "rescinded", "cancelled");
  private final Client client;

  public Switch(Client client) {
    this.client = client;
  }

  /** A trigger as the server tells it. */
  public record Seen(UUID id, String state, Optional<Instant> nextDue, Json answer) {}

  /**
   * What arming did.
   *
   * @param party who got a share, and who will receive
   * @param forNobody documents that none of the recipients can open
   * @param notReleased documents of class A, which a release does not hand over
   * @param codes claim codes of recipients without a key, by name: shown once, kept nowhere
   * @param platformOpens the names of those for whom the platform opens, which is weaker
   * @param handOuts files to be handed to trustees, never through the server
   */
  public record Armed(
      UUID trigger,
      long epoch,
      String policyHash,
      int documents,
      List<DocumentId> forNobody,
      List<DocumentId> notReleased,
      Party party,
      Map<String, ClaimCode> codes,
      List<String> platformOpens,
      List<Path> handOuts,
      Path receipt) {}

  /** Stores a plan as a draft. */
  public UUID draft(Vaults.Known vault, Plan plan) {
    var answer =
        client.api().post(triggers(vault), Map.of("plan", TriggerJson.toTree(plan))).body();
    return UUID.fromString(answer.text("trigger"));
  }

  /** Changes a draft's plan. */
  public void redraft(Vaults.Known vault, UUID trigger, Plan plan) {
    var path = triggers(vault) + "/" + trigger;
    var seen = client.api().get(path).etag().orElse(null);
    client.api().put(path, Map.of("plan", TriggerJson.toTree(plan)), seen);
  }

  public List<Seen> list(Vaults.Known vault) {
    return client.api().get(triggers(vault)).body().list("items").stream()
        .map(item -> seen(UUID.fromString(item.text("trigger")), item))
        .toList();
  }

  public Seen look(Vaults.Known vault, UUID trigger) {
    return seen(trigger, client.api().get(triggers(vault) + "/" + trigger).body());
  }

  /** The vault's one trigger that is not over, or the one that is named. */
  public Seen find(Vaults.Known vault, Optional<UUID> trigger) {
    if (trigger.isPresent()) {
      return look(vault, trigger.get());
    }
    var all = list(vault);
    // What is over needs no check-in and takes no challenge; where all are, the newest answers.
    var going = all.stream().filter(t -> !OVER.contains(t.state())).toList();
    var meant = going.isEmpty() ? all.subList(Math.max(0, all.size() - 1), all.size()) : going;
    if (meant.isEmpty()) {
      throw Stop.refused("This vault has no trigger yet: \"vault arm\" makes one.");
    }
    if (meant.size() > 1) {
      throw Stop.usage("This vault has several triggers: name one with --trigger.");
    }
    return look(vault, meant.getFirst().id());
  }

  private static Seen seen(UUID id, Json answer) {
    return new Seen(
        id, answer.text("state"), answer.optionalText("nextDue").map(Instant::parse), answer);
  }

  /**
   * Arms: escrow identities, headers, manifests, policy, packets and shares are made here, for
   * people whose keys the owner has from themselves; the server stores what it cannot open.
   */
  public Armed arm(
      Accounts.Unlocked owner, Vaults.Known vault, UUID trigger, Plan plan, Wanted wanted) {
    var everybody = new People(client).party(vault);
    var party = wanted.party(everybody);
    party.requireReady();
    party.requireCompared();
    long epoch = epochOf(look(vault, trigger)) + 1;
    var made =
        new ArmWishes(everybody, wanted, plan)
            .of(
                product(vault, trigger),
                owner,
                vault,
                new Epoch(vault.id(), trigger, Math.toIntExact(epoch)));
    var wishes = made.wishes();
    var stored = stored(owner, vault, wanted.without());
    var documents = stored.stream().filter(e -> !isClassA(e)).toList();
    var left =
        documents.stream()
            .map(
                d ->
                    new Arming.Left(
                        d, wanted.only().getOrDefault(d.manifest().document(), wishes.portions())))
            .toList();
    requireKnown(wanted, documents);
    try (var armed =
        Refusals.done(
            Arming.armLeft(
                wishes,
                left,
                owner.identity(Optional.of(vault.suite())),
                owner.keys().signing()))) {
      var key = owner.keys().signing().verificationKey();
      var policy = Refusals.done(ReleasePolicy.verify(armed.submission().policy(), key));
      var alone = new AloneArmings(client.home().pins(), vault.id(), key);
      alone.requireNobodyLeaves(policy, documents, everybody);
      // Before anything is sent: files that cannot be written must not leave trustees without them.
      var handOuts =
          armed
              .handOuts()
              .map(files -> new HandOutFiles(party).write(files, wanted.handOuts()))
              .orElse(List.of());
      if (!handOuts.isEmpty()) {
        alone.remember(policy, armed.submission().policy());
      }
      // The bundle first: if the line breaks now, a spare key in it harms nothing, while a running
      // epoch whose key the owner lost could not take in another document.
      new Accounts(client)
          .store(owner, owner.bundle().with(trigger, escrows(armed, trigger, epoch)));
      var answer = submitted(vault, trigger, armed, handOuts);
      var seen = new SeenDocuments(client.home().pins());
      armed
          .submission()
          .headers()
          .forEach(h -> seen.remember(Manifest.of(h.manifest().unverifiedBody())));
      return new Armed(
          trigger,
          epoch,
          armed.submission().policy().bodyHash(),
          documents.size(),
          ids(documents, Entrusted::isForItsOwnerAlone),
          ids(stored, Switch::isClassA),
          made.party(),
          made.codes(),
          made.platformOpens(),
          handOuts,
          receipt(answer, vault, made));
    }
  }

  // Without an answer nobody knows whether it is armed, and then its files are the only ones.
  private Json submitted(
      Vaults.Known vault, UUID trigger, Arming.Armed armed, List<Path> handOuts) {
    try {
      return client
          .api()
          .post(triggers(vault) + "/" + trigger + "/arm", armed.submission().toTree())
          .body();
    } catch (Stop stop) {
      if (stop.exit() != Stop.Exit.UNREACHABLE) {
        HandOutFiles.discard(handOuts);
      }
      throw stop;
    }
  }

  private Path receipt(Json answer, Vaults.Known vault, ArmWishes.Made made) {
    try {
      return client.keepReceipt(answer, vault.id());
    } catch (Stop stop) {
      throw made.codes().isEmpty()
          ? stop
          : Stop.refused(
              stop.field(),
              stop.sentence()
                  + " The vault is armed all the same, with claim codes that are not shown: arm"
                  + " again to make new ones.");
    }
  }

  /**
   * Somebody's key of the vault's suite; ends the command, with their name, where there is none.
   */
  static AgeRecipient key(Vaults.Known vault, String alias, RecipientKeys keys) {
    return keys.of(vault.suite())
        .orElseThrow(
            () ->
                Stop.refused(
                    "suite",
                    "The vault is of suite "
                        + vault.suite()
                        + ", and "
                        + alias
                        + " has no key of it: ask them to make new keys (vault keygen)."));
  }

  private static void requireKnown(Wanted wanted, List<Entrusted> documents) {
    var known = documents.stream().map(d -> d.manifest().document()).collect(Collectors.toSet());
    for (var document : wanted.only().keySet()) {
      if (!known.contains(document)) {
        throw Stop.usage("This vault has no document " + document + " that a release hands over.");
      }
    }
  }

  private static List<KeyBundle.Escrow> escrows(Arming.Armed armed, UUID trigger, long epoch) {
    return armed.escrows().stream()
        .map(e -> new KeyBundle.Escrow(trigger, epoch, e.portion().stage(), e.identity()))
        .toList();
  }

  private static boolean isClassA(Entrusted document) {
    return document.manifest().encryptionClass() == EncryptionClass.A;
  }

  private static List<DocumentId> ids(List<Entrusted> of, Predicate<Entrusted> which) {
    return of.stream().filter(which).map(d -> d.manifest().document()).toList();
  }

  private List<Entrusted> stored(
      Accounts.Unlocked owner, Vaults.Known vault, Set<DocumentId> without) {
    var getting = new Getting(client);
    var listed = getting.list(owner, vault);
    var missing =
        getting.missing(vault, listed).stream().filter(d -> !without.contains(d)).toList();
    if (!missing.isEmpty()) {
      throw Stop.refused(
          "MISSING: the server no longer shows "
              + missing.stream().map(DocumentId::toString).collect(Collectors.joining(", "))
              + ", which would not be released. Nothing was armed. If you can do without, name each"
              + " with --without.");
    }
    return listed.stream().map(Getting.Seen::entrusted).toList();
  }

  /**
   * The names of those for whom the platform opens, by the owner's own signature and not by the
   * server's word; nobody where it is not armed. Refused where the policy is not signed by the
   * owner's present key, as after a rotation.
   */
  public Outcome<List<String>> platformOpens(Vaults.Known vault, UUID trigger) {
    var escrow = client.api().get(triggers(vault) + "/" + trigger + "/escrow").body();
    if (!escrow.has("policy")) {
      return Outcome.done(List.of());
    }
    var key = new VerificationKey(client.home().requireAccount().signing());
    return ReleasePolicy.verify(Getting.signed(escrow.object("policy")), key)
        .then(policy -> Outcome.done(platformOpens(vault, policy)));
  }

  private List<String> platformOpens(Vaults.Known vault, ReleasePolicy policy) {
    var ids =
        policy.recipients().stream()
            .filter(r -> r.opens() == ReleasePolicy.Opens.EXECUTOR)
            .map(ReleasePolicy.Recipient::id)
            .collect(Collectors.toSet());
    return ids.isEmpty()
        ? List.of()
        : new People(client)
            .recipients(vault).stream()
                .filter(r -> ids.contains(r.id()))
                .map(People.Recipient::alias)
                .toList();
  }

  private static long epochOf(Seen trigger) {
    return trigger.answer().has("epoch") ? trigger.answer().number("epoch") : 0;
  }

  private String product(Vaults.Known vault, UUID trigger) {
    return look(vault, trigger).answer().optionalText("product").orElse("witness-vault");
  }

  /** Says "I am here"; the receipt proves it later. */
  public Path checkIn(Vaults.Known vault, UUID trigger) {
    return client.keepReceipt(
        client.api().post(triggers(vault) + "/" + trigger + "/check-ins", Map.of()).body(),
        vault.id());
  }

  /** Says "I am here" with the link of a reminder. */
  public Path checkIn(String link) {
    return client.keepReceipt(
        client.api().post("links/check-in", Map.of("token", Links.token(link))).body(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What an act on a trigger led to.
   *
   * @param state where the trigger is now
   * @param receipt where the signed receipt was saved
   */
  public record Acted(String state, Path receipt) {}

  /** Objects to a release in progress. */
  public Acted challenge(Vaults.Known vault, UUID trigger) {
    return act(vault, trigger, "challenges", Map.of());
  }

  public Acted disarm(Vaults.Known vault, UUID trigger) {
    return act(vault, trigger, "disarm", Map.of());
  }

  public Acted cancel(Vaults.Known vault, UUID trigger) {
    return act(vault, trigger, "cancel", Map.of());
  }

  public Acted pause(Vaults.Known vault, UUID trigger, Instant until) {
    return act(vault, trigger, "pause", Map.of("until", until.toString()));
  }

  private Acted act(Vaults.Known vault, UUID trigger, String what, Map<String, Object> body) {
    var answer = client.api().post(triggers(vault) + "/" + trigger + "/" + what, body).body();
    return new Acted(answer.text("state"), client.keepReceipt(answer, vault.id()));
  }

  private static String triggers(Vaults.Known vault) {
    return "vaults/" + vault.id() + "/triggers";
  }
}
