package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Arming, on the owner's device: makes everything a release will need, and nothing that any one
 * party could open alone.
 *
 * <p>For each stage and set of recipients a fresh escrow identity E; each class B document in scope
 * opened by the owner and every E that it is for; E encrypted to each recipient; those packets
 * encrypted to a path identity that needs the secrets of all the path's groups; policy, share sets
 * and release list signed. The server cannot do any of this: it never has E, nor all secrets.
 */
public final class Arming {
  private Arming() {}

  /**
   * Somebody who will receive: their id within the vault, and the key to which their packet is
   * made.
   */
  public record Recipient(UUID id, ReleasePolicy.Opens opens, AgeRecipient key) {

    /** Who has a key of their own. */
    public static Recipient withKey(UUID id, AgeRecipient key) {
      return new Recipient(id, ReleasePolicy.Opens.KEY, key);
    }

    /** Who will make their key from a code. */
    public static Recipient withCode(UUID id, ClaimCode code, Epoch epoch, Suite suite) {
      try (var identity = code.identity(epoch, id, suite)) {
        return new Recipient(id, ReleasePolicy.Opens.CLAIM, identity.recipient());
      }
    }

    /** For whom the platform will open, when they come with a key: the weaker way. */
    public static Recipient byExecutor(UUID id, GateKeys gate) {
      return new Recipient(id, ReleasePolicy.Opens.EXECUTOR, gate.recipient());
    }
  }

  /** Somebody who will hold a share: their id within the vault and their two keys. */
  public record Trustee(UUID id, AgeRecipient key, VerificationKey signing) {}

  /**
   * A stage: how long after it the next can be stopped, and who receives, in sets.
   *
   * @param sets recipients' ids; documents may be for one set and not for another
   */
  public record Stage(Duration abort, List<List<UUID>> sets) {
    public Stage {
      sets = sets.stream().map(List::copyOf).toList();
    }
  }

  /**
   * What the owner decided.
   *
   * @param suite of every key; a person with a key of the other suite is refused by id
   * @param confirmations trustees' confirmations needed
   * @param stages in order; the first is number 1
   * @param paths the ways to open
   */
  public record Wishes(
      String product,
      ReleasePolicy.Uncertainty uncertainty,
      Suite suite,
      AccountId owner,
      Epoch epoch,
      Instant at,
      Windows windows,
      int confirmations,
      List<Stage> stages,
      List<ReleasePath> paths,
      List<Trustee> trustees,
      List<Recipient> recipients,
      GateKeys gate,
      String logOrigin) {
    public Wishes {
      stages = List.copyOf(stages);
      paths = List.copyOf(paths);
      trustees = List.copyOf(trustees);
      recipients = List.copyOf(recipients);
    }

    /** Every portion that these stages have, in order. */
    public SortedSet<Portion> portions() {
      var all = new TreeSet<Portion>();
      for (int stage = 1; stage <= stages.size(); stage++) {
        for (int set = 1; set <= stages.get(stage - 1).sets().size(); set++) {
          all.add(new Portion(stage, set));
        }
      }
      return all;
    }
  }

  /** A document of class B or C, and for which stages and sets it is. */
  public record Left(Entrusted document, Set<Portion> portions) {
    public Left {
      portions = Set.copyOf(portions);
    }
  }

  /** The escrow identity of a portion. */
  public record Escrow(Portion portion, AgeIdentity identity) implements AutoCloseable {
    @Override
    public void close() {
      identity.close();
    }
  }

  /**
   * What arming made.
   *
   * @param submission goes to the server, all at once
   * @param escrows go into the owner's own bundle and nowhere else; closed with this
   * @param handOuts what the trustees of paths without the platform are given by hand, and never
   *     through the server; empty where there is no such path
   */
  public record Armed(Submission submission, List<Escrow> escrows, Optional<HandOuts> handOuts)
      implements AutoCloseable {
    public Armed {
      escrows = List.copyOf(escrows);
    }

    @Override
    public void close() {
      escrows.forEach(Escrow::close);
    }
  }

  /**
   * Makes a new epoch in which every document is for everybody.
   *
   * @param documents the class B and C documents to release
   */
  public static Outcome<Armed> arm(
      Wishes wishes, List<Entrusted> documents, AgeIdentity owner, SigningKey ownerKey) {
    var everybody = wishes.portions();
    return armLeft(
        wishes, documents.stream().map(d -> new Left(d, everybody)).toList(), owner, ownerKey);
  }

  /**
   * Makes a new epoch.
   *
   * @param documents the class B and C documents to release, each with its portions
   * @param owner opens the documents' headers
   * @param ownerKey signs
   * @return everything; or the first document or wish that does not allow it
   */
  public static Outcome<Armed> armLeft(
      Wishes wishes, List<Left> documents, AgeIdentity owner, SigningKey ownerKey) {
    var mixed = mixed(wishes, owner);
    if (mixed.isPresent()) {
      return Reading.no(mixed.get(), "The key is not of the suite " + wishes.suite() + ".");
    }
    var escrows = new TreeMap<Portion, AgeIdentity>();
    if (wishes.portions().size() > Portion.MOST) {
      return Reading.no("stages", "A release has at most " + Portion.MOST + " sets of recipients.");
    }
    wishes.portions().forEach(p -> escrows.put(p, AgeIdentity.generate(wishes.suite())));
    var made =
        policy(wishes, escrows)
            .then(
                policy ->
                    new Rewrapping(policy, escrows)
                        .all(documents, owner, ownerKey)
                        .then(
                            lists ->
                                Outcome.done(sealed(policy, wishes, lists, ownerKey, escrows))));
    if (made instanceof Outcome.Refused<Armed>) {
      escrows.values().forEach(AgeIdentity::close);
    }
    return made;
  }

  // One header holds one suite, and one weak link opens the whole: nobody is left out of the rule.
  private static Optional<String> mixed(Wishes wishes, AgeIdentity owner) {
    if (owner.recipient().suite() != wishes.suite()) {
      return Optional.of("owner");
    }
    for (var trustee : wishes.trustees()) {
      if (trustee.key().suite() != wishes.suite()) {
        return Optional.of("trustees." + trustee.id());
      }
    }
    for (var recipient : wishes.recipients()) {
      if (recipient.key().suite() != wishes.suite()) {
        return Optional.of("recipients." + recipient.id());
      }
    }
    return wishes.gate().recipient().suite() == wishes.suite()
        ? Optional.empty()
        : Optional.of("gate");
  }

  /**
   * The next release list of a running epoch, with one more document, or a newer version of one.
   *
   * @param manifest of the document; in class B already signed for this epoch and encrypted to the
   *     E of each of its portions
   * @param portions the stages and sets that it is for
   */
  public static Outcome<Signed> add(
      ReleaseList current,
      Signed manifest,
      Set<Portion> portions,
      SigningKey ownerKey,
      Instant at) {
    return body(manifest, ownerKey.verificationKey())
        .then(
            body -> {
              if (!body.vault().equals(current.epoch().vault())) {
                return Reading.no("manifest.vault", "The document lies in another vault.");
              }
              if (body.encryptionClass() == EncryptionClass.B && !names(body, current.epoch())) {
                return Reading.no(
                    "manifest.epoch", "The document was not made for " + current.epoch() + ".");
              }
              var items = new ArrayList<>(current.items());
              items.removeIf(i -> i.document().equals(body.document()));
              return Rewrapping.item(body, manifest, portions)
                  .then(
                      item -> {
                        items.add(item);
                        var next =
                            new ReleaseList(
                                current.epoch(),
                                current.policyHash(),
                                current.version() + 1,
                                at,
                                items);
                        return Outcome.done(next.sign(ownerKey));
                      });
            });
  }

  private static Outcome<ReleasePolicy> policy(
      Wishes wishes, SortedMap<Portion, AgeIdentity> escrows) {
    try {
      return Outcome.done(
          new ReleasePolicy(
              wishes.product(),
              wishes.uncertainty(),
              wishes.suite(),
              wishes.owner(),
              wishes.epoch(),
              wishes.at(),
              wishes.windows(),
              wishes.confirmations(),
              stages(wishes, escrows),
              wishes.paths(),
              wishes.recipients().stream()
                  .map(r -> new ReleasePolicy.Recipient(r.id(), r.opens(), r.key().fingerprint()))
                  .toList(),
              wishes.trustees().stream()
                  .map(t -> new ReleasePolicy.Trustee(t.id(), t.key().fingerprint(), t.signing()))
                  .toList(),
              wishes.gate(),
              wishes.logOrigin()));
    } catch (IllegalArgumentException e) {
      return Reading.no("policy", String.valueOf(e.getMessage()));
    }
  }

  private static List<ReleaseStage> stages(Wishes wishes, SortedMap<Portion, AgeIdentity> escrows) {
    var stages = new ArrayList<ReleaseStage>();
    for (int number = 1; number <= wishes.stages().size(); number++) {
      var stage = wishes.stages().get(number - 1);
      var sets = new ArrayList<ReleaseStage.RecipientSet>();
      for (int set = 1; set <= stage.sets().size(); set++) {
        var escrow = Objects.requireNonNull(escrows.get(new Portion(number, set)));
        sets.add(
            new ReleaseStage.RecipientSet(
                escrow.recipient().fingerprint(), stage.sets().get(set - 1)));
      }
      stages.add(new ReleaseStage(number, stage.abort(), sets));
    }
    return stages;
  }

  private static Armed sealed(
      ReleasePolicy policy,
      Wishes wishes,
      Rewrapping.Rewrapped documents,
      SigningKey ownerKey,
      SortedMap<Portion, AgeIdentity> escrows) {
    var list =
        new ReleaseList(policy.epoch(), policy.hash(), 1, wishes.at(), documents.items())
            .sign(ownerKey);
    var shut = new Sealing(policy, wishes, escrows);
    var online =
        ReleasePolicy.places(policy.portions(), policy.platformPaths()).stream()
            .map(shut::place)
            .toList();
    var alone =
        ReleasePolicy.places(policy.portions(), policy.alonePaths()).stream()
            .map(shut::place)
            .toList();
    var signed = policy.sign(ownerKey);
    return new Armed(
        new Submission(
            signed,
            list,
            online.stream().map(p -> p.set().sign(ownerKey)).toList(),
            online.stream().map(Sealing.Sealed::packet).toList(),
            online.stream().flatMap(p -> p.platform().stream()).toList(),
            online.stream().flatMap(p -> p.trustees().stream()).toList(),
            documents.headers()),
        escrows.entrySet().stream().map(e -> new Escrow(e.getKey(), e.getValue())).toList(),
        alone.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new HandOuts(
                    new AloneKit(
                        signed,
                        list,
                        alone.stream().map(p -> p.set().sign(ownerKey)).toList(),
                        alone.stream().map(Sealing.Sealed::packet).toList()),
                    alone.stream().flatMap(p -> p.trustees().stream()).toList())));
  }

  static boolean names(Manifest manifest, Epoch epoch) {
    return manifest
        .escrow()
        .filter(e -> e.trigger().equals(epoch.trigger()) && e.epoch() == epoch.number())
        .isPresent();
  }

  private static Outcome<Manifest> body(Signed manifest, VerificationKey owner) {
    return switch (manifest.verify(owner, Manifest.FORMAT)) {
      case Signed.Verification.Broken(var why) ->
          Reading.no("documents", "A manifest: " + why + ".");
      case Signed.Verification.Valid(var body) -> {
        try {
          yield Outcome.done(Manifest.of(body));
        } catch (IllegalArgumentException e) {
          yield Reading.no("documents", "A manifest is malformed.");
        }
      }
    };
  }
}
