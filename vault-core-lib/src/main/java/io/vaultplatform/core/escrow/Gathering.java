package io.vaultplatform.core.escrow;

import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Shamir;
import io.vaultplatform.core.crypto.Suite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What putting the shares of one path together gave; the faults are named in either case. */
sealed interface Gathering {

  /** Enough good shares: the identity of the path. Whoever asked closes it. */
  record Whole(AgeIdentity path, List<ShareFault> faults) implements Gathering {
    public Whole {
      faults = List.copyOf(faults);
    }
  }

  /** Not enough, and nothing was combined. */
  record Lacking(List<ShareFault> faults) implements Gathering {
    public Lacking {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Puts shares together, if enough of every group are good.
   *
   * @param platform the platform's piece; empty on a path of trustees alone, or where it is lost
   */
  static Gathering of(
      ShareSet set,
      Suite suite,
      Optional<EscrowShare> platform,
      List<ShareSet.Contribution> given) {
    var faults = new ArrayList<ShareFault>();
    var good = good(set, given, faults);
    boolean whole = platform(set, platform, faults);
    for (int number = 1; number <= set.groups().size(); number++) {
      var group = set.groups().get(number - 1);
      if (good.get(number - 1).size() < group.threshold()) {
        faults.add(tooFew(group, good.get(number - 1)));
        whole = false;
      }
    }
    return whole ? combined(set, suite, platform, good, faults) : new Lacking(faults);
  }

  private static List<SortedMap<Integer, SecretBytes>> good(
      ShareSet set, List<ShareSet.Contribution> given, List<ShareFault> faults) {
    var good = new ArrayList<SortedMap<Integer, SecretBytes>>();
    set.groups().forEach(group -> good.add(new TreeMap<>()));
    var givers = new HashSet<UUID>();
    for (var contribution : given) {
      var holder = contribution.holder();
      var share = contribution.share();
      var fault =
          givers.add(holder)
              ? set.faultOf(holder, share)
              : Optional.of(
                  ShareFault.of(
                      ShareFault.Kind.DUPLICATE, holder, "The trustee gave a second share."));
      fault.ifPresentOrElse(
          faults::add, () -> good.get(share.group() - 1).put(share.index(), share.share()));
    }
    return good;
  }

  private static boolean platform(
      ShareSet set, Optional<EscrowShare> platform, List<ShareFault> faults) {
    if (set.platform().isEmpty()) {
      return true;
    }
    var fault =
        platform
            .map(set::platformFault)
            .orElseGet(
                () ->
                    Optional.of(
                        new ShareFault(
                            ShareFault.Kind.TOO_FEW,
                            Optional.empty(),
                            "The platform's share is not there.")));
    fault.ifPresent(faults::add);
    return fault.isEmpty();
  }

  private static Gathering combined(
      ShareSet set,
      Suite suite,
      Optional<EscrowShare> platform,
      List<SortedMap<Integer, SecretBytes>> good,
      List<ShareFault> faults) {
    var secrets = new ArrayList<SecretBytes>();
    var made = new ArrayList<SecretBytes>();
    if (set.platform().isPresent()) {
      platform.map(EscrowShare::share).ifPresent(secrets::add);
    }
    try {
      for (int number = 1; number <= good.size(); number++) {
        var shares = new TreeMap<>(good.get(number - 1));
        while (shares.size() > set.groups().get(number - 1).threshold()) {
          shares.pollLastEntry();
        }
        var secret = Shamir.combine(shares);
        made.add(secret);
        secrets.add(secret);
        // Every share fitted, and yet the secret does not: the set itself was made wrong.
        if (!set.isSecretOf(number, secret)) {
          faults.add(
              new ShareFault(
                  ShareFault.Kind.WRONG,
                  Optional.empty(),
                  "The shares fit the set, but the set does not fit its secret."));
          return new Lacking(faults);
        }
      }
      return new Whole(PathIdentity.of(suite, secrets, set.policyHash()), faults);
    } finally {
      made.forEach(SecretBytes::close);
    }
  }

  private static ShareFault tooFew(ShareSet.Group group, SortedMap<Integer, SecretBytes> good) {
    var missing =
        group.shares().stream()
            .filter(s -> !good.containsKey(s.index()))
            .map(ShareSet.Share::holder)
            .toList();
    return new ShareFault(
        ShareFault.Kind.TOO_FEW,
        Optional.empty(),
        good.size()
            + " of "
            + group.threshold()
            + " shares needed; none that counts from "
            + missing
            + ".");
  }
}
