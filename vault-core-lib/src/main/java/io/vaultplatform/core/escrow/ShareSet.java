package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The envelope around the secrets of one portion by one path: which pieces exist, who holds them,
 * and a commitment to each, signed by the owner.
 *
 * <p>Shamir's scheme gives a wrong secret without a word when a share is wrong, foreign or missing.
 * So every share is compared with its commitment before it is used, every fault is named with its
 * holder, and the secret is compared with its own commitment after.
 *
 * @param id the set; hashed into every commitment
 * @param epoch the arming
 * @param place the portion and the path it opens
 * @param policyHash the policy it is bound to
 * @param platform commitment to the platform's secret, where the path has the platform
 * @param groups the path's groups of trustees, in its order
 */
public record ShareSet(
    UUID id,
    Epoch epoch,
    Place place,
    String policyHash,
    Optional<String> platform,
    List<Group> groups) {

  /** The {@code format} of the signed body. */
  public static final String FORMAT = "vault/share-set/v1";

  /** One trustee's place in a group. */
  public record Share(int index, UUID holder, String commitment) {
    public Share {
      if (!Digest.isSha256Hex(commitment)) {
        throw new IllegalArgumentException("a commitment is a SHA-256");
      }
    }

    private static Share read(Fields share) {
      return new Share(
          Reading.count(share, "index", 1, ReleasePolicy.MOST_PEOPLE),
          share.uuid("holder"),
          share.hash("commitment"));
    }

    private Map<String, Object> toTree() {
      return Map.of("index", index, "holder", holder.toString(), "commitment", commitment);
    }
  }

  /**
   * A group of trustees.
   *
   * @param threshold shares needed
   * @param secret commitment to the group's secret
   * @param shares one per trustee, in the policy's order
   */
  public record Group(int threshold, String secret, List<Share> shares) {
    public Group {
      shares = List.copyOf(shares);
      if (!Digest.isSha256Hex(secret)) {
        throw new IllegalArgumentException("a commitment is a SHA-256");
      }
      if (threshold < 1 || threshold > shares.size()) {
        throw new IllegalArgumentException(
            "a quorum of shares larger than the shares opens nothing");
      }
      for (int i = 0; i < shares.size(); i++) {
        if (shares.get(i).index() != i + 1) {
          throw new IllegalArgumentException("shares have indexes 1, 2, …, each another holder");
        }
      }
    }

    private List<UUID> holders() {
      return shares.stream().map(Share::holder).toList();
    }

    private static Group read(Fields group) {
      return new Group(
          Reading.count(group, "threshold", 1, ReleasePolicy.MOST_PEOPLE),
          group.hash("secret"),
          Reading.list(group, "shares", 1, ReleasePolicy.MOST_PEOPLE, Share::read));
    }

    private Map<String, Object> toTree() {
      return Map.of(
          "threshold",
          threshold,
          "secret",
          secret,
          "shares",
          shares.stream().map(Share::toTree).toList());
    }
  }

  /** A share and the trustee who gave it. */
  record Contribution(UUID holder, EscrowShare share) {}

  public ShareSet {
    groups = List.copyOf(groups);
    if (groups.isEmpty() || groups.size() > ReleasePath.MOST) {
      throw new IllegalArgumentException("a set has 1 to " + ReleasePath.MOST + " groups");
    }
    if (!Digest.isSha256Hex(policyHash) || !platform.map(Digest::isSha256Hex).orElse(true)) {
      throw new IllegalArgumentException("policy and commitments are SHA-256");
    }
    var holders = new HashSet<UUID>();
    for (var group : groups) {
      for (var share : group.shares()) {
        if (!holders.add(share.holder())) {
          throw new IllegalArgumentException("shares have indexes 1, 2, …, each another holder");
        }
      }
    }
  }

  /**
   * Whether it is the set of that policy for its place: same epoch and hash, and the path's groups,
   * thresholds and holders in the same order.
   */
  public boolean belongsTo(ReleasePolicy policy) {
    var path = policy.path(place.path());
    return epoch.equals(policy.epoch())
        && policyHash.equals(policy.hash())
        && policy.set(place.portion()).isPresent()
        && path.isPresent()
        && platform.isPresent() == path.get().platform()
        && groups.stream()
            .map(g -> new ReleasePath.Group(g.threshold(), g.holders()))
            .toList()
            .equals(path.get().groups());
  }

  /** SHA-256 (hex) of the canonical bytes, without signature. */
  public String hash() {
    return Digest.sha256Hex(CanonicalJson.bytes(toTree()));
  }

  /** Signs it as the owner. */
  public Signed sign(SigningKey ownerKey) {
    return Signed.sign(toTree(), ownerKey);
  }

  /** The set, if {@code owner} signed it; otherwise the field that is wrong. */
  public static Outcome<ShareSet> verify(Signed signed, VerificationKey owner) {
    return Reading.signed(signed, owner, FORMAT, "shareSets", ShareSet::read);
  }

  /** The group, from 1, in which this trustee holds a share. */
  Optional<Integer> groupOf(UUID holder) {
    return IntStream.rangeClosed(1, groups.size())
        .filter(g -> groups.get(g - 1).holders().contains(holder))
        .boxed()
        .findFirst();
  }

  /** What is wrong with a trustee's share, if anything is. Nothing is combined. */
  Optional<ShareFault> faultOf(UUID holder, EscrowShare share) {
    var number = groupOf(holder);
    if (number.isEmpty()) {
      return fault(ShareFault.Kind.FOREIGN, holder, "This trustee holds no share of this set.");
    }
    var group = groups.get(number.get() - 1);
    var place = group.shares().get(group.holders().indexOf(holder));
    var misplaced = misplaced(holder, share, number.get(), group);
    if (misplaced.isPresent()) {
      return misplaced;
    }
    if (share.index() != place.index()) {
      return fault(ShareFault.Kind.FOREIGN, holder, "The share is that of another trustee.");
    }
    return commitment(share).equals(place.commitment())
        ? Optional.empty()
        : fault(ShareFault.Kind.WRONG, holder, "The share is not the one the owner committed to.");
  }

  /** What is wrong with the platform's piece, if anything is. */
  Optional<ShareFault> platformFault(EscrowShare share) {
    boolean fits =
        share.set().equals(id)
            && share.epoch().equals(epoch)
            && share.place().equals(place)
            && share.policyHash().equals(policyHash)
            && share.group() == EscrowShare.PLATFORM
            && platform.equals(Optional.of(commitment(share)));
    return fits
        ? Optional.empty()
        : Optional.of(
            new ShareFault(
                ShareFault.Kind.WRONG,
                Optional.empty(),
                "The platform's share is not the one the owner committed to."));
  }

  /** Whether this is the secret of that group, from 1. */
  boolean isSecretOf(int group, SecretBytes secret) {
    return Commitments.of(id, group, Commitments.SECRET, secret)
        .equals(groups.get(group - 1).secret());
  }

  private String commitment(EscrowShare share) {
    return Commitments.of(id, share.group(), share.index(), share.share());
  }

  private Optional<ShareFault> misplaced(UUID holder, EscrowShare share, int number, Group group) {
    boolean sameTrigger =
        share.epoch().vault().equals(epoch.vault())
            && share.epoch().trigger().equals(epoch.trigger());
    if (!sameTrigger) {
      return fault(ShareFault.Kind.FOREIGN, holder, "The share belongs to another trigger.");
    }
    if (share.epoch().number() != epoch.number()) {
      return fault(
          ShareFault.Kind.STALE,
          holder,
          "The share is of epoch "
              + share.epoch().number()
              + ", not of epoch "
              + epoch.number()
              + ".");
    }
    if (!share.policyHash().equals(policyHash)) {
      return fault(ShareFault.Kind.STALE, holder, "The share was made for another policy.");
    }
    if (!share.set().equals(id)
        || !share.place().equals(place)
        || share.group() != number
        || share.threshold() != group.threshold()) {
      return fault(ShareFault.Kind.FOREIGN, holder, "The share belongs to another set.");
    }
    return Optional.empty();
  }

  private static Optional<ShareFault> fault(ShareFault.Kind kind, UUID holder, String detail) {
    return Optional.of(ShareFault.of(kind, holder, detail));
  }

  private static ShareSet read(Fields fields) {
    return new ShareSet(
        fields.uuid("id"),
        Epoch.read(fields),
        Place.read(fields),
        fields.hash("policyHash"),
        fields.optionalHash("platform"),
        Reading.list(fields, "groups", 1, ReleasePath.MOST, Group::read));
  }

  Map<String, Object> toTree() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    body.put("id", id.toString());
    epoch.write(body);
    place.write(body);
    body.put("policyHash", policyHash);
    platform.ifPresent(commitment -> body.put("platform", commitment));
    body.put("groups", groups.stream().map(Group::toTree).toList());
    return body;
  }
}
