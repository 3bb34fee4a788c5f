package io.vaultplatform.core.escrow;

import io.vaultplatform.core.escrow.ReleasePolicy.Opens;
import io.vaultplatform.core.escrow.ReleasePolicy.Recipient;
import io.vaultplatform.core.escrow.ReleasePolicy.Trustee;
import io.vaultplatform.core.escrow.ReleasePolicy.Uncertainty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a policy must keep so that it can open at all, opens for nobody by accident, and keeps its
 * product's promise. Each rule refuses with its sentence.
 */
final class PolicyRules {
  /** Without the platform nothing of it opens, whoever else agrees. */
  private static final String NEVER_ALONE = "witness-vault";

  private PolicyRules() {}

  static void requireTrustees(List<Trustee> trustees) {
    if (distinct(trustees.stream().map(Trustee::signing).toList()) != trustees.size()
        || distinct(trustees.stream().map(Trustee::fingerprint).toList()) != trustees.size()
        || distinct(trustees.stream().map(Trustee::id).toList()) != trustees.size()) {
      throw new IllegalArgumentException("two trustees with one key would be one trustee");
    }
  }

  static void requireStages(List<ReleaseStage> stages, List<Recipient> recipients) {
    var portions = 0;
    var escrows = new HashSet<String>();
    var receiving = new HashSet<UUID>();
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i).number() != i + 1) {
        throw new IllegalArgumentException("stages have numbers 1, 2, …");
      }
      for (var set : stages.get(i).sets()) {
        portions++;
        receiving.addAll(set.recipients());
        if (!escrows.add(set.escrow())) {
          throw new IllegalArgumentException(
              "an escrow identity serves one stage and one set of recipients");
        }
      }
    }
    if (portions < 1 || portions > Portion.MOST) {
      throw new IllegalArgumentException(
          "a release has 1 to " + Portion.MOST + " sets of recipients in all its stages");
    }
    var ids = recipients.stream().map(Recipient::id).toList();
    if (!receiving.equals(Set.copyOf(ids)) || receiving.size() != ids.size()) {
      throw new IllegalArgumentException("every recipient is listed once and in at least one set");
    }
  }

  static void requireRecipients(List<Recipient> recipients, GateKeys gate) {
    for (var recipient : recipients) {
      boolean gates = recipient.fingerprint().equals(gate.recipient().fingerprint());
      if (gates != (recipient.opens() == Opens.EXECUTOR)) {
        throw new IllegalArgumentException(
            "what the gate can open is named executor, and nothing else is");
      }
    }
  }

  static void requirePaths(
      List<ReleasePath> paths, List<Trustee> trustees, String product, Uncertainty uncertainty) {
    var known = new HashSet<>(trustees.stream().map(Trustee::id).toList());
    var asked = new HashSet<UUID>();
    var most = 0;
    for (int i = 0; i < paths.size(); i++) {
      var path = paths.get(i);
      if (path.number() != i + 1) {
        throw new IllegalArgumentException("paths have numbers 1, 2, …");
      }
      if (!known.containsAll(path.holders())) {
        throw new IllegalArgumentException("a path names trustees of the policy only");
      }
      if (path.platform()) {
        asked.addAll(path.holders());
        most = Math.max(most, path.sharesNeeded());
      }
    }
    if (!asked.equals(known)) {
      throw new IllegalArgumentException(
          "every trustee holds a share of a path with the platform, or would confirm in vain");
    }
    for (var path : paths) {
      if (!path.platform()) {
        requireAlone(path, most, product, uncertainty);
      }
    }
  }

  private static void requireAlone(
      ReleasePath path, int most, String product, Uncertainty uncertainty) {
    if (product.equals(NEVER_ALONE)) {
      throw new IllegalArgumentException(
          "with " + NEVER_ALONE + " every path needs the platform and trustees");
    }
    if (uncertainty != Uncertainty.PROCEED) {
      throw new IllegalArgumentException(
          "a path of trustees alone is for a product that proceeds without answers");
    }
    if (path.sharesNeeded() <= most) {
      throw new IllegalArgumentException(
          "trustees alone are more than those who open together with the platform");
    }
  }

  // What they put together would lead to a file that the gate alone opens.
  static void requireOpenable(List<ReleasePath> paths, List<Recipient> recipients) {
    boolean alone = paths.stream().anyMatch(path -> !path.platform());
    if (alone && recipients.stream().anyMatch(r -> r.opens() == Opens.EXECUTOR)) {
      throw new IllegalArgumentException(
          "a path of trustees alone opens for recipients with a key or a claim code only");
    }
  }

  // The trigger counts confirmations and does not know of groups: whoever the counted ones are,
  // they
  // have to be able to open, or a release would begin that cannot be carried out.
  static void requireQuorum(int confirmations, List<ReleasePath> paths, List<Trustee> trustees) {
    var ids = trustees.stream().map(Trustee::id).toList();
    if (confirmations < 1 || confirmations > ids.size()) {
      throw new IllegalArgumentException(
          "the quorum of confirmations lies between the quorum of shares and the number of"
              + " trustees");
    }
    var withPlatform = paths.stream().filter(ReleasePath::platform).toList();
    for (int chosen = 0; chosen < 1 << ids.size(); chosen++) {
      if (Integer.bitCount(chosen) == confirmations) {
        var given = given(ids, chosen);
        if (withPlatform.stream().noneMatch(path -> path.isMetBy(given))) {
          throw new IllegalArgumentException(
              "the quorum of confirmations is so large that any "
                  + confirmations
                  + " trustees open a path with the platform; these would not");
        }
      }
    }
  }

  private static List<UUID> given(List<UUID> ids, int chosen) {
    var given = new ArrayList<UUID>();
    for (int i = 0; i < ids.size(); i++) {
      if ((chosen >> i & 1) == 1) {
        given.add(ids.get(i));
      }
    }
    return given;
  }

  private static long distinct(List<?> all) {
    return all.stream().distinct().count();
  }
}
