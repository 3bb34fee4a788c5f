package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.work.People.Standing;
import java.util.ArrayList;
import java.util.List;

/**
 * Everybody who gets something when a vault is armed: a share, or a packet after the release.
 *
 * <p>Both lists come from the server. A recipient of its own would read what it releases, and a
 * quorum of trustees of its own would release at its will; so nobody gets anything before the owner
 * has their key from themselves.
 */
public record Party(List<People.Trustee> trustees, List<People.Recipient> recipients) {
  public Party {
    trustees = List.copyOf(trustees);
    recipients = List.copyOf(recipients);
  }

  /** Trustees who accepted, and whose key nobody compared yet. */
  public List<People.Trustee> uncomparedTrustees() {
    return trustees.stream().filter(t -> t.standing() != Standing.COMPARED).toList();
  }

  /** Recipients whose key was not typed here, and nobody compared yet. */
  public List<People.Recipient> uncomparedRecipients() {
    return recipients.stream().filter(r -> r.standing() != Standing.COMPARED).toList();
  }

  /** Ends the command unless every trustee has accepted. */
  public void requireReady() {
    var missing = trustees.stream().filter(t -> !t.ready()).map(People.Trustee::alias).toList();
    if (!missing.isEmpty()) {
      throw Stop.refused("Not every trustee has accepted yet: " + String.join(", ", missing) + ".");
    }
  }

  /** Ends the command, with the names, unless the owner has everybody's key from themselves. */
  public void requireCompared() {
    var doubtful = new ArrayList<String>();
    uncomparedTrustees().forEach(t -> doubtful.add("trustee " + named(t.alias(), t.standing())));
    uncomparedRecipients()
        .forEach(r -> doubtful.add("recipient " + named(r.alias(), r.standing())));
    if (!doubtful.isEmpty()) {
      throw Stop.refused(
          "Nothing was armed. The keys of these people come from the server alone: "
              + String.join(", ", doubtful)
              + ". Ask each for their fingerprint or key, not by this system, and type it: \"vault"
              + " trustee verify\", \"vault recipient verify\", or --trustee and --recipient"
              + " here.");
    }
  }

  private static String named(String alias, Standing standing) {
    return standing == Standing.UNKNOWN ? alias + " (not named on this computer)" : alias;
  }
}
