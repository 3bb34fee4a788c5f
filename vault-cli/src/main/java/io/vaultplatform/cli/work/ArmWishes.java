package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.core.escrow.Arming;
import io.vaultplatform.core.escrow.ClaimCode;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.ReleasePath;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.Windows;
import io.vaultplatform.core.triggers.Condition;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.Uncertainty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From the owner's words to what arming takes: names become ids, people without a key get a code,
 * and only those who are named in a path hold a share.
 */
record ArmWishes(Party everybody, Wanted wanted, Plan plan) {

  /**
   * What arming takes.
   *
   * @param party who gets a share or a packet
   * @param codes claim codes by name
   * @param platformOpens the names of those for whom the platform opens
   */
  record Made(
      Arming.Wishes wishes,
      Party party,
      Map<String, ClaimCode> codes,
      List<String> platformOpens) {}

  Made of(String product, Accounts.Unlocked owner, Vaults.Known vault, Epoch epoch) {
    var party = wanted.party(everybody);
    if (party.trustees().size() != plan.trustees()) {
      throw Stop.refused(
          "trustees",
          "The plan counts "
              + plan.trustees()
              + " trustees, and the vault has "
              + party.trustees().size()
              + ".");
    }
    var suite = vault.suite();
    var codes = new LinkedHashMap<String, ClaimCode>();
    var recipients = new ArrayList<Arming.Recipient>();
    var byPlatform = wanted.byPlatform(party);
    var platformOpens = new ArrayList<String>();
    for (var person : party.recipients()) {
      if (person.recipient().isPresent()) {
        recipients.add(
            Arming.Recipient.withKey(
                person.id(), Switch.key(vault, person.alias(), person.recipient().get())));
      } else if (byPlatform.contains(person.id())) {
        platformOpens.add(person.alias());
        recipients.add(Arming.Recipient.byExecutor(person.id(), vault.gate()));
      } else {
        var code = ClaimCode.generate();
        codes.put(person.alias(), code);
        recipients.add(Arming.Recipient.withCode(person.id(), code, epoch, suite));
      }
    }
    return new Made(
        new Arming.Wishes(
            product,
            switch (plan.uncertainty()) {
              case Uncertainty.Hold() -> ReleasePolicy.Uncertainty.HOLD;
              case Uncertainty.Proceed p -> ReleasePolicy.Uncertainty.PROCEED;
            },
            suite,
            owner.id(),
            epoch,
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            windows(),
            plan.confirmationsNeeded(),
            stages(party),
            paths(party),
            party.trustees().stream()
                .map(
                    t ->
                        new Arming.Trustee(
                            t.id(),
                            Switch.key(vault, t.alias(), t.recipient().orElseThrow()),
                            t.signing().orElseThrow()))
                .toList(),
            recipients,
            vault.gate(),
            vault.logOrigin()),
        party,
        codes,
        platformOpens);
  }

  private List<Arming.Stage> stages(Party party) {
    if (wanted.stages().isEmpty()) {
      var all = party.recipients().stream().map(People.Recipient::id).toList();
      return plan.stages().stream()
          .map(stage -> new Arming.Stage(stage.window(), List.of(all)))
          .toList();
    }
    return wanted.stages().stream()
        .map(
            stage ->
                new Arming.Stage(
                    stage.abort(),
                    stage.sets().stream()
                        .map(
                            set ->
                                set.stream()
                                    .map(name -> Wanted.recipient(everybody, name))
                                    .toList())
                        .toList()))
        .toList();
  }

  private List<ReleasePath> paths(Party party) {
    if (wanted.paths().isEmpty()) {
      return List.of(
          ReleasePath.withPlatform(
              1, plan.shares(), party.trustees().stream().map(People.Trustee::id).toList()));
    }
    var paths = new ArrayList<ReleasePath>();
    for (var words : wanted.paths()) {
      try {
        paths.add(
            new ReleasePath(
                paths.size() + 1,
                words.platform(),
                words.groups().stream()
                    .map(
                        g ->
                            new ReleasePath.Group(
                                g.threshold(),
                                g.names().stream().map(n -> Wanted.trustee(everybody, n)).toList()))
                    .toList()));
      } catch (IllegalArgumentException e) {
        throw Stop.usage("A path is impossible: " + e.getMessage() + ".");
      }
    }
    return paths;
  }

  private Windows windows() {
    return switch (plan.condition()) {
      case Condition.DeadManSwitch(var interval, var grace, var reminders) ->
          new Windows(interval, grace, plan.verifyWithin(), plan.challengeWindow());
    };
  }
}
