package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What trustees without the platform need beside their shares: the owner's signed documents and the
 * packets. Everybody may see it; it is handed to every trustee, and opens nothing by itself.
 *
 * @param policy signed {@link ReleasePolicy}
 * @param releaseList signed {@link ReleaseList} of the arming
 * @param shareSets signed {@link ShareSet}s of the paths of trustees alone
 * @param packets one for each of them
 */
public record AloneKit(
    Signed policy, Signed releaseList, List<Signed> shareSets, List<EscrowPacket> packets) {

  /** The {@code format} of the file. */
  public static final String FORMAT = "vault/alone-kit/v1";

  public AloneKit {
    shareSets = List.copyOf(shareSets);
    packets = List.copyOf(packets);
  }

  /** Reads the file; what the owner signed is verified when it is used. */
  public static Outcome<AloneKit> of(Map<String, ?> tree) {
    return Reading.body(
        tree,
        FORMAT,
        "kit",
        fields ->
            new AloneKit(
                Reading.signed(fields, "policy"),
                Reading.signed(fields, "releaseList"),
                Reading.signedList(fields, "shareSets", Place.MOST),
                Reading.list(fields, "packets", 1, Place.MOST, EscrowPacket::read)));
  }

  /** The file's tree. */
  public Map<String, Object> toTree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("format", FORMAT);
    tree.put("policy", policy.toTree());
    tree.put("releaseList", releaseList.toTree());
    tree.put("shareSets", shareSets.stream().map(Signed::toTree).toList());
    tree.put("packets", packets.stream().map(EscrowPacket::toTree).toList());
    return tree;
  }

  /** A share that a trustee gave, once opened or re-encrypted to whoever puts them together. */
  public record Given(UUID trustee, SealedFile file) {
    /** Reads what a hand-out holds. */
    public static Outcome<List<Given>> list(Map<String, ?> tree) {
      try {
        var fields = Fields.of(tree, "shares");
        fields.format(HandOuts.FORMAT);
        var trustee = fields.uuid("trustee");
        var files = Reading.list(fields, "shares", 1, Place.MOST, PlacedFile::read);
        fields.end();
        return Outcome.done(files.stream().map(f -> new Given(trustee, f.file())).toList());
      } catch (FieldException e) {
        return Outcome.refused(e.refusal());
      }
    }
  }

  /**
   * The identity of one portion, opened without the platform.
   *
   * @param file E as text, an age file to the recipient
   */
  public record Opened(Portion portion, UUID recipient, SealedFile file) {}

  /**
   * Puts the shares together, offline, and takes the recipients' packets out: each is closed to
   * everybody but its recipient still.
   *
   * @param owner the owner's signing key, known beforehand
   * @param given each share a file to one of {@code identities}: the trustee re-encrypted it
   * @param identities of whoever puts them together
   */
  public Outcome<List<Opened>> assemble(
      VerificationKey owner, List<Given> given, List<AgeIdentity> identities) {
    return ReleasePolicy.verify(policy, owner)
        .then(
            verified ->
                sets(owner, verified).then(sets -> open(verified, sets, given, identities)));
  }

  private Outcome<SortedMap<Place, ShareSet>> sets(VerificationKey owner, ReleasePolicy policy) {
    var sets = new TreeMap<Place, ShareSet>(java.util.Comparator.comparing(Place::toString));
    for (var signed : shareSets) {
      switch (ShareSet.verify(signed, owner)) {
        case Outcome.Done<ShareSet>(var set) -> {
          if (!set.belongsTo(policy) || sets.put(set.place(), set) != null) {
            return Reading.no("kit.shareSets", "A share set was not made for this policy.");
          }
        }
        case Outcome.Refused<ShareSet>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    return Outcome.done(sets);
  }

  private Outcome<List<Opened>> open(
      ReleasePolicy policy,
      SortedMap<Place, ShareSet> sets,
      List<Given> given,
      List<AgeIdentity> identities) {
    var shares = new ArrayList<ShareSet.Contribution>();
    var opened = new ArrayList<Opened>();
    try {
      for (var file : given) {
        switch (Unsealing.share(file.file(), identities)) {
          case Outcome.Done<EscrowShare>(var share) ->
              shares.add(new ShareSet.Contribution(file.trustee(), share));
          case Outcome.Refused<EscrowShare>(var refusal) -> {
            return Outcome.refused(refusal);
          }
        }
      }
      var lacking = new ArrayList<ShareFault>();
      for (var packet : packets) {
        var set = sets.get(packet.place());
        if (set == null || !packet.epoch().equals(policy.epoch())) {
          return Reading.no("kit.packets", "A packet belongs to no share set of the kit.");
        }
        var fitting =
            shares.stream().filter(s -> s.share().place().equals(packet.place())).toList();
        switch (Gathering.of(set, policy.suite(), Optional.empty(), fitting)) {
          case Gathering.Lacking(var faults) -> lacking.addAll(faults);
          case Gathering.Whole(var path, var faults) -> {
            try (path) {
              switch (packet.open(path)) {
                case Outcome.Done<List<EscrowPacket.Inner>>(var inner) ->
                    inner.forEach(
                        i -> opened.add(new Opened(i.portion(), i.recipient(), i.file())));
                case Outcome.Refused<List<EscrowPacket.Inner>>(var refusal) -> {
                  return Outcome.refused(refusal);
                }
              }
            }
          }
        }
      }
      return opened.isEmpty()
          ? Reading.no(
              "shares", String.join(" ", lacking.stream().map(ShareFault::sentence).toList()))
          : Outcome.done(List.copyOf(opened));
    } finally {
      shares.forEach(s -> s.share().close());
    }
  }
}
