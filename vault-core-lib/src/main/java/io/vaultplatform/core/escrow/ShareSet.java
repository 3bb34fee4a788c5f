package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Shamir;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The envelope around Shamir's shares of one stage: which pieces exist, who holds them, and a
 * commitment to each, signed by the owner.
 *
 * <p>Shamir's scheme gives a wrong secret without a word when a share is wrong, foreign or missing.
 * So every share is compared with its commitment before it is used, every fault is named with its
 * holder, and the secret is compared with its own commitment after.
 *
 * @param id the set; hashed into every commitment
 * @param epoch the arming
 * @param stage the stage it opens
 * @param policyHash the policy it is bound to
 * @param platform commitment to the platform's secret
 * @param threshold trustees' shares needed
 * @param secret commitment to the trustees' secret
 * @param shares one per trustee, in the policy's order
 */
public record ShareSet(
    UUID id,
    Epoch epoch,
    int stage,
    String policyHash,
    String platform,
    int threshold,
    String secret,
    List<Share> shares) {

  /** The {@code format} of the signed body. */
  public static final String FORMAT = "vault/share-set/v1";

  /** One trustee's place in the set. */
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

  /** A share and the trustee who gave it. */
  record Contribution(UUID holder, EscrowShare share) {}

  public ShareSet {
    shares = List.copyOf(shares);
    if (threshold < 1 || threshold > shares.size()) {
      throw new IllegalArgumentException("a quorum of shares larger than the shares opens nothing");
    }
    var holders = new HashSet<UUID>();
    for (int i = 0; i < shares.size(); i++) {
      if (shares.get(i).index() != i + 1 || !holders.add(shares.get(i).holder())) {
        throw new IllegalArgumentException("shares have indexes 1, 2, …, each another holder");
      }
    }
  }

  /**
   * Whether it is the set of that policy: same epoch, hash, threshold and holders in the same
   * order.
   */
  public boolean belongsTo(ReleasePolicy policy) {
    return epoch.equals(policy.epoch())
        && policyHash.equals(policy.hash())
        && threshold == policy.path().threshold()
        && shares.stream().map(Share::holder).toList().equals(policy.path().trustees());
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
    return Reading.signed(signed, owner, FORMAT, "shareSet", ShareSet::read);
  }

  /** What is wrong with a trustee's share, if anything is. Nothing is combined. */
  Optional<ShareFault> faultOf(UUID holder, EscrowShare share) {
    var place = shares.stream().filter(s -> s.holder().equals(holder)).findFirst();
    if (place.isEmpty()) {
      return fault(ShareFault.Kind.FOREIGN, holder, "This trustee holds no share of this set.");
    }
    var misplaced = misplaced(holder, share);
    if (misplaced.isPresent()) {
      return misplaced;
    }
    if (share.index() != place.get().index()) {
      return fault(ShareFault.Kind.FOREIGN, holder, "The share is that of another trustee.");
    }
    return Commitments.of(id, share.index(), share.share()).equals(place.get().commitment())
        ? Optional.empty()
        : fault(ShareFault.Kind.WRONG, holder, "The share is not the one the owner committed to.");
  }

  /** Puts the platform's share and the trustees' together, if enough of them are good. */
  Gathering gather(EscrowShare platformShare, List<Contribution> contributions) {
    var faults = new ArrayList<ShareFault>();
    var good = new TreeMap<Integer, SecretBytes>();
    var givers = new HashSet<UUID>();
    for (var contribution : contributions) {
      var holder = contribution.holder();
      var fault =
          givers.add(holder)
              ? faultOf(holder, contribution.share())
              : fault(ShareFault.Kind.DUPLICATE, holder, "The trustee gave a second share.");
      fault.ifPresentOrElse(
          faults::add, () -> good.put(contribution.share().index(), contribution.share().share()));
    }
    var platformFault = platformFault(platformShare);
    platformFault.ifPresent(faults::add);
    if (good.size() < threshold) {
      faults.add(tooFew(good.keySet()));
    }
    if (platformFault.isPresent() || good.size() < threshold) {
      return new Gathering.Lacking(faults);
    }
    while (good.size() > threshold) {
      good.pollLastEntry();
    }
    try (var combined = Shamir.combine(good)) {
      // Every share fitted, and yet the secret does not: the set itself was made wrong.
      if (!Commitments.of(id, Commitments.TRUSTEES_SECRET, combined).equals(secret)) {
        faults.add(
            new ShareFault(
                ShareFault.Kind.WRONG,
                Optional.empty(),
                "The shares fit the set, but the set does not fit its secret."));
        return new Gathering.Lacking(faults);
      }
      return new Gathering.Whole(
          PathIdentity.of(platformShare.share(), combined, policyHash), faults);
    }
  }

  private Optional<ShareFault> platformFault(EscrowShare share) {
    boolean fits =
        share.set().equals(id)
            && share.epoch().equals(epoch)
            && share.stage() == stage
            && share.policyHash().equals(policyHash)
            && share.index() == EscrowShare.PLATFORM
            && Commitments.of(id, EscrowShare.PLATFORM, share.share()).equals(platform);
    return fits
        ? Optional.empty()
        : Optional.of(
            new ShareFault(
                ShareFault.Kind.WRONG,
                Optional.empty(),
                "The platform's share is not the one the owner committed to."));
  }

  private Optional<ShareFault> misplaced(UUID holder, EscrowShare share) {
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
    if (!share.set().equals(id) || share.stage() != stage || share.threshold() != threshold) {
      return fault(ShareFault.Kind.FOREIGN, holder, "The share belongs to another set.");
    }
    return Optional.empty();
  }

  private ShareFault tooFew(java.util.Set<Integer> good) {
    var missing =
        shares.stream().filter(s -> !good.contains(s.index())).map(Share::holder).toList();
    return new ShareFault(
        ShareFault.Kind.TOO_FEW,
        Optional.empty(),
        good.size()
            + " of "
            + threshold
            + " shares needed; none that counts from "
            + missing
            + ".");
  }

  private static Optional<ShareFault> fault(ShareFault.Kind kind, UUID holder, String detail) {
    return Optional.of(ShareFault.of(kind, holder, detail));
  }

  private static ShareSet read(Fields fields) {
    var id = fields.uuid("set");
    var epoch = Epoch.read(fields);
    var stage = Reading.count(fields, "stage", 1, 1);
    var policyHash = fields.hash("policyHash");
    var platform = fields.hash("platform");
    var trustees = fields.object("trustees");
    return Reading.ended(
        trustees,
        t ->
            new ShareSet(
                id,
                epoch,
                stage,
                policyHash,
                platform,
                Reading.count(t, "threshold", 1, ReleasePolicy.MOST_PEOPLE),
                t.hash("secret"),
                Reading.list(t, "shares", 1, ReleasePolicy.MOST_PEOPLE, Share::read)));
  }

  Map<String, Object> toTree() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    body.put("set", id.toString());
    epoch.write(body);
    body.put("stage", stage);
    body.put("policyHash", policyHash);
    body.put("platform", platform);
    body.put(
        "trustees",
        Map.of(
            "threshold",
            threshold,
            "secret",
            secret,
            "shares",
            shares.stream().map(Share::toTree).toList()));
    return body;
  }
}
