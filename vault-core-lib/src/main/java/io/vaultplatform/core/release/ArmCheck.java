package io.vaultplatform.core.release;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.escrow.GateKeys;
import io.vaultplatform.core.escrow.Leaving;
import io.vaultplatform.core.escrow.Place;
import io.vaultplatform.core.escrow.PlacedFile;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.ReleaseStage;
import io.vaultplatform.core.escrow.ShareSet;
import io.vaultplatform.core.escrow.Submission;
import io.vaultplatform.core.escrow.Windows;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.people.Recipient;
import io.vaultplatform.core.people.Trustee;
import io.vaultplatform.core.triggers.Condition;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.Uncertainty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whether a submission may arm a trigger: everything that the server can check of it. That the
 * sealed files hold what they should, it cannot see; each holder's client checks its own.
 */
public final class ArmCheck {
  private ArmCheck() {}

  /**
   * What the server knows.
   *
   * @param trigger locked, with its plan and its last epoch
   * @param stored every document of the vault, newest version
   * @param usedEscrows fingerprints of every escrow identity ever armed in this vault
   * @param taken the vault's epochs that are armed, and those that were handed over
   * @param earlier the policies of earlier armings that had a path of trustees alone
   */
  public record Situation(
      AccountId owner,
      VerificationKey ownerKey,
      TriggerView trigger,
      List<Trustee> trustees,
      List<Recipient> recipients,
      GateKeys gate,
      String logOrigin,
      Map<DocumentId, StoredDocument> stored,
      java.util.Set<String> usedEscrows,
      java.util.Map<Epoch, Taken> taken,
      List<ReleasePolicy> earlier) {}

  /** Why an epoch's documents cannot be taken into another one. */
  public enum Taken {
    /** It may still be released, with the headers as they are. */
    ARMED,
    /** Its recipients hold its escrow identity: what it opened once stays open to them. */
    HANDED_OVER
  }

  /** A submission whose signed parts hold and fit each other and the situation. */
  public record Accepted(ReleasePolicy policy, ReleaseList list, List<ShareSet> shareSets) {}

  /** Decides; a refusal names the part of the request that is wrong. */
  public static Outcome<Accepted> check(Submission submission, Situation now) {
    return ReleasePolicy.verify(submission.policy(), now.ownerKey())
        .then(
            policy ->
                ReleaseList.verify(submission.releaseList(), now.ownerKey())
                    .then(
                        list ->
                            sets(submission, now.ownerKey())
                                .then(
                                    sets ->
                                        fits(submission, new Accepted(policy, list, sets), now))));
  }

  private static Outcome<List<ShareSet>> sets(Submission submission, VerificationKey ownerKey) {
    var sets = new ArrayList<ShareSet>();
    for (var signed : submission.shareSets()) {
      switch (ShareSet.verify(signed, ownerKey)) {
        case Outcome.Done<ShareSet>(var set) -> sets.add(set);
        case Outcome.Refused<ShareSet>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    return Outcome.done(sets);
  }

  private static Outcome<Accepted> fits(Submission submission, Accepted parts, Situation now) {
    return place(parts.policy(), now)
        .or(() -> plan(parts.policy(), now.trigger().plan()))
        .or(() -> people(parts.policy(), now))
        .or(() -> escrow(parts, now))
        .or(() -> shares(submission, parts))
        .or(() -> elsewhere(parts.policy().epoch(), now))
        .or(() -> leaving(parts.policy(), now))
        .or(() -> documents(submission, parts, now))
        .map(Outcome::<Accepted>refused)
        .orElseGet(() -> Outcome.done(parts));
  }

  private static Optional<Refusal> place(ReleasePolicy policy, Situation now) {
    var epoch = policy.epoch();
    if (!policy.owner().equals(now.owner())) {
      return no("policy.owner", "The policy names another owner.");
    }
    if (!epoch.vault().equals(now.trigger().vault())
        || !epoch.trigger().equals(now.trigger().trigger().value())) {
      return no("policy.trigger", "The policy was signed for another vault or trigger.");
    }
    if (epoch.number() != now.trigger().epoch() + 1) {
      return no(
          "policy.epoch",
          "The next epoch is "
              + (now.trigger().epoch() + 1)
              + ", and the policy is of "
              + epoch.number()
              + ".");
    }
    if (!policy.product().equals(now.trigger().product())) {
      return no("policy.product", "The policy was signed for another product.");
    }
    if (!policy.gate().equals(now.gate())) {
      return no("policy.gate", "The policy names another gate than this server's.");
    }
    if (!policy.logOrigin().equals(now.logOrigin())) {
      return no("policy.logOrigin", "The policy names another log than this server's.");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> plan(ReleasePolicy policy, Plan plan) {
    if (!policy.windows().equals(windows(plan))) {
      return no("policy.windows", "The policy's windows are not those of the plan.");
    }
    var uncertainty =
        switch (plan.uncertainty()) {
          case Uncertainty.Hold() -> ReleasePolicy.Uncertainty.HOLD;
          case Uncertainty.Proceed(var extension) -> ReleasePolicy.Uncertainty.PROCEED;
        };
    if (policy.uncertainty() != uncertainty) {
      return no("policy.uncertainty", "The policy's answer to uncertainty is not the plan's.");
    }
    // The gate counts what the policy says, the trigger what the plan needs: the larger number is
    // the
    // one that both have to wait for.
    if (policy.confirmations() != plan.confirmationsNeeded()) {
      return no(
          "policy.confirmations",
          "The plan needs " + plan.confirmationsNeeded() + " confirmations.");
    }
    if (policy.sharesNeeded() != plan.shares()) {
      return no("policy.paths", "The quorum of shares is not the plan's.");
    }
    if (policy.trustees().size() != plan.trustees()) {
      return no("policy.trustees", "The plan counts " + plan.trustees() + " trustees.");
    }
    if (!policy.stages().stream()
        .map(ReleaseStage::abort)
        .toList()
        .equals(plan.stages().stream().map(Plan.Stage::window).toList())) {
      return no("policy.stages", "The stages or their windows are not those of the plan.");
    }
    return Optional.empty();
  }

  /** The windows that a policy for this plan has to name. */
  public static Windows windows(Plan plan) {
    return switch (plan.condition()) {
      case Condition.DeadManSwitch(var interval, var grace, var reminders) ->
          new Windows(interval, grace, plan.verifyWithin(), plan.challengeWindow());
    };
  }

  private static Optional<Refusal> people(ReleasePolicy policy, Situation now) {
    for (var named : policy.trustees()) {
      var trustee =
          now.trustees().stream().filter(t -> t.id().value().equals(named.id())).findFirst();
      if (trustee.isEmpty() || !trustee.get().counts()) {
        return no(
            "policy.trustees",
            "Trustee " + named.id() + " has not accepted with a confirmed address.");
      }
      var keys = trustee.get().keys().orElseThrow();
      if (!keys.recipient().includes(named.fingerprint())
          || !keys.signing().equals(Optional.of(named.signing()))) {
        return no(
            "policy.trustees",
            "The keys of trustee " + named.id() + " are not those they accepted with.");
      }
      if (named.signing().equals(now.ownerKey())) {
        return no("policy.trustees", "Nobody confirms their own trigger.");
      }
    }
    for (var named : policy.recipients()) {
      boolean known =
          now.recipients().stream()
              .filter(r -> r.id().value().equals(named.id()))
              .anyMatch(r -> isKnown(r, named));
      if (!known) {
        return no("policy.recipients", "Recipient " + named.id() + " is not known with this key.");
      }
    }
    return Optional.empty();
  }

  // A key of their own is never passed over for a weaker way; without one the server knows none.
  private static boolean isKnown(Recipient recipient, ReleasePolicy.Recipient named) {
    return switch (named.opens()) {
      case KEY ->
          recipient
              .keys()
              .map(PersonKeys::recipient)
              .filter(keys -> keys.includes(named.fingerprint()))
              .isPresent();
      case CLAIM, EXECUTOR -> recipient.keys().isEmpty();
    };
  }

  private static Optional<Refusal> escrow(Accepted parts, Situation now) {
    var policy = parts.policy();
    if (policy.escrows().stream().anyMatch(now.usedEscrows()::contains)) {
      return no("policy.stages", "An escrow identity serves one epoch; this one was used before.");
    }
    if (!parts.list().epoch().equals(policy.epoch())
        || !parts.list().policyHash().equals(policy.hash())
        || parts.list().version() != 1) {
      return no("releaseList", "The release list is not version 1 of this policy's.");
    }
    // Those of paths without the platform are not sent: nothing here could check them.
    boolean whole =
        parts.shareSets().stream().allMatch(set -> set.belongsTo(policy))
            && parts.shareSets().stream()
                .map(ShareSet::place)
                .toList()
                .equals(policy.platformPlaces());
    return whole
        ? Optional.empty()
        : no(
            "shareSets",
            "There is one share set for each stage, set and path with the platform, made for this"
                + " policy.");
  }

  private static Optional<Refusal> shares(Submission submission, Accepted parts) {
    var policy = parts.policy();
    var places = policy.platformPlaces();
    boolean packed =
        submission.packets().stream()
            .allMatch(
                packet ->
                    packet.epoch().equals(policy.epoch())
                        && packet.policyHash().equals(policy.hash()));
    if (!packed
        || !submission.packets().stream().map(EscrowPacket::place).toList().equals(places)) {
      return no("packets", "There is one packet for each share set, made for this policy.");
    }
    if (!submission.platformShares().stream().map(PlacedFile::place).toList().equals(places)) {
      return no("platformShares", "There is one platform's share for each share set.");
    }
    var held = new ArrayList<Held>();
    for (var place : places) {
      policy.path(place.path()).orElseThrow().groups().stream()
          .flatMap(group -> group.trustees().stream())
          .forEach(trustee -> held.add(new Held(place, trustee)));
    }
    var given =
        submission.trusteeShares().stream()
            .map(share -> new Held(share.share().place(), share.trustee()))
            .toList();
    return given.equals(held)
        ? Optional.empty()
        : no(
            "trusteeShares",
            "There is one share for each trustee of each share set, in the policy's order.");
  }

  private record Held(Place place, UUID trustee) {}

  // What lies in people's drawers is not destroyed by arming anew: whoever could open the document
  // with it still can.
  private static Optional<Refusal> leaving(ReleasePolicy policy, Situation now) {
    for (var document : now.stored().values()) {
      var left =
          document
              .manifest()
              .escrow()
              .flatMap(names -> named(names, now.earlier()))
              .flatMap(earlier -> Leaving.of(earlier, policy));
      if (left.isPresent()) {
        return no("headers", left.get().sentence(document.item().document()));
      }
    }
    return Optional.empty();
  }

  private static Optional<ReleasePolicy> named(
      Manifest.EscrowNames names, List<ReleasePolicy> earlier) {
    return earlier.stream()
        .filter(p -> p.epoch().trigger().equals(names.trigger()))
        .filter(p -> p.epoch().number() == names.epoch())
        .findFirst();
  }

  // New headers name one escrow identity: taken into this release, a document would fall out of the
  // other one without a word.
  private static Optional<Refusal> elsewhere(Epoch arming, Situation now) {
    for (var document : now.stored().values()) {
      var named =
          document
              .manifest()
              .escrow()
              .map(names -> new Epoch(arming.vault(), names.trigger(), names.epoch()))
              .filter(epoch -> !epoch.trigger().equals(arming.trigger()));
      var taken = named.flatMap(epoch -> Optional.ofNullable(now.taken().get(epoch)));
      if (taken.isPresent()) {
        return no("headers", sentence(document.item().document(), named.get(), taken.get()));
      }
    }
    return Optional.empty();
  }

  private static String sentence(DocumentId document, Epoch named, Taken taken) {
    return switch (taken) {
      case ARMED ->
          "Document "
              + document
              + " is made for the release of trigger "
              + named.trigger()
              + ", which is armed: disarm that trigger first.";
      case HANDED_OVER ->
          "Document "
              + document
              + " was handed over by trigger "
              + named.trigger()
              + ", and whoever received it can open it for good: put it anew as a new version, then"
              + " arm.";
    };
  }

  private static Optional<Refusal> documents(Submission submission, Accepted parts, Situation now) {
    var seen = new HashSet<DocumentId>();
    for (int i = 0; i < submission.headers().size(); i++) {
      var header = submission.headers().get(i);
      var field = "headers[" + i + "].";
      Manifest manifest;
      try {
        manifest = Manifest.of(header.manifest().unverifiedBody());
      } catch (IllegalArgumentException e) {
        return no(field + "manifest", "The manifest is malformed.");
      }
      var item = parts.list().item(manifest.document());
      if (item.isEmpty()
          || item.get().version() != manifest.version()
          || item.get().encryptionClass() != manifest.encryptionClass()
          || !item.get().manifestHash().equals(header.manifest().bodyHash())
          || !seen.add(manifest.document())) {
        return no(field + "manifest", "The release list does not name this manifest, once.");
      }
      if (!parts.policy().portions().containsAll(item.get().portions())) {
        return no(
            "releaseList.documents", "A document is for a stage or set that the policy lacks.");
      }
      var stored = now.stored().get(manifest.document());
      if (stored == null || !stored.item().equals(manifest.item())) {
        return no(
            field + "manifest", "This version of the document is not the newest stored here.");
      }
      var wrong =
          switch (manifest.encryptionClass()) {
            case A -> no(field + "manifest", "Class A is not released.");
            case B -> escrowed(field, header, manifest, item.get().portions(), parts.policy());
            case C -> opaque(field, header, stored);
          };
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    if (seen.size() != parts.list().items().size()) {
      return no("headers", "Every document of the release list comes with its manifest.");
    }
    return left(seen, now);
  }

  private static Optional<Refusal> escrowed(
      String field,
      Submission.Header header,
      Manifest manifest,
      Set<Portion> portions,
      ReleasePolicy policy) {
    var expected =
        Optional.of(
            new Manifest.EscrowNames(
                policy.epoch().trigger(),
                policy.epoch().number(),
                portions.stream()
                    .map(portion -> policy.set(portion).orElseThrow().escrow())
                    .toList()));
    if (!manifest.escrow().equals(expected)) {
      return no(
          field + "manifest",
          "The manifest names another epoch or escrow identity than the policy.");
    }
    return header.wraps().isPresent()
        ? Optional.empty()
        : no(field + "header", "Class B comes with headers for the new escrow identity.");
  }

  private static Optional<Refusal> opaque(
      String field, Submission.Header header, StoredDocument stored) {
    if (header.wraps().isPresent()) {
      return no(field + "header", "Class C is never given an escrow identity.");
    }
    return header.manifest().bodyHash().equals(stored.signed().bodyHash())
        ? Optional.empty()
        : no(field + "manifest", "The manifest is not the one stored here.");
  }

  // A document that came after the owner's device had listed them would be left behind: stored,
  // and missing from every release without a word.
  private static Optional<Refusal> left(Set<DocumentId> seen, Situation now) {
    return now.stored().values().stream()
        .filter(d -> d.item().encryptionClass() != EncryptionClass.A)
        .map(d -> d.item().document())
        .filter(id -> !seen.contains(id))
        .findFirst()
        .flatMap(
            id ->
                no(
                    "headers",
                    "Document " + id + " is stored here and is not in the submission: arm again."));
  }

  private static Optional<Refusal> no(String field, String detail) {
    return Optional.of(Refusal.of(Refusal.Reason.UNACCEPTABLE, field, detail));
  }
}
