package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Shamir;
import io.vaultplatform.core.crypto.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Splits the secret of a guardians' slot, and puts it together again. Nothing of it is sent. */
public final class Guardians {
  private Guardians() {}

  /**
   * A new secret in shares.
   *
   * @param keys of the slot; the caller closes them
   * @param shares one for each guardian, in the order in which they were named; to be closed
   */
  public record Made(SlotKeys keys, List<GuardianShare> shares) implements AutoCloseable {
    public Made {
      shares = List.copyOf(shares);
    }

    @Override
    public void close() {
      keys.close();
      shares.forEach(GuardianShare::close);
    }
  }

  /** Makes a secret and its shares, any {@code quorum} of which give it. */
  public static Made make(
      String server,
      String name,
      AccountId account,
      List<String> guardians,
      int quorum,
      SigningKey owner,
      Instant now) {
    var id = Randomness.uuidV7(now);
    try (var secret = Randomness.secret(32)) {
      var pieces = Shamir.split(secret, quorum, guardians.size());
      var holders = new ArrayList<GuardianSet.Holder>();
      for (int i = 0; i < pieces.size(); i++) {
        holders.add(
            new GuardianSet.Holder(
                guardians.get(i), GuardianSet.commitment(id, i + 1, pieces.get(i))));
      }
      var commitment = GuardianSet.commitment(id, GuardianSet.SECRET_INDEX, secret);
      var set = new GuardianSet(id, account, quorum, commitment, holders);
      var signed = set.sign(owner);
      var shares = new ArrayList<GuardianShare>();
      for (int i = 0; i < pieces.size(); i++) {
        shares.add(new GuardianShare(server, name, signed, set, i + 1, pieces.get(i)));
      }
      return new Made(SlotKeys.of(SlotKind.GUARDIANS, secret), shares);
    }
  }

  /**
   * What came together.
   *
   * @param keys of the slot; the caller closes them
   * @param faults who gave a share that could not be used, one sentence each
   */
  public record Gathered(SlotKeys keys, GuardianShare one, List<String> faults) {
    public Gathered {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Puts the secret together from whatever was given. Bad shares do not hinder while there are
   * enough good ones, and are named; with fewer nothing is combined.
   */
  public static Outcome<Gathered> gather(List<GuardianShare> given) {
    // Each share carries the owner's set. Of several, the one that most good shares belong to.
    var bySet =
        given.stream()
            .filter(GuardianShare::isGood)
            .collect(Collectors.groupingBy(share -> share.signed().bodyHash()));
    var best =
        bySet.values().stream()
            .max(Comparator.comparingLong(Guardians::different))
            .orElse(List.of());
    var faults = faults(given, best);
    if (best.isEmpty() || different(best) < best.getFirst().set().threshold()) {
      return refused(best, faults);
    }
    var set = best.getFirst().set();
    var points = new TreeMap<Integer, SecretBytes>();
    best.forEach(share -> points.putIfAbsent(share.index(), share.share()));
    while (points.size() > set.threshold()) {
      points.pollLastEntry();
    }
    try (var secret = Shamir.combine(points)) {
      return GuardianSet.commitment(set.set(), GuardianSet.SECRET_INDEX, secret)
              .equals(set.secret())
          ? Outcome.done(
              new Gathered(SlotKeys.of(SlotKind.GUARDIANS, secret), best.getFirst(), faults))
          : Outcome.refused(
              Refusal.Reason.UNACCEPTABLE,
              "shares",
              "The shares are as their set says, and do not give its secret: the set was made"
                  + " wrong.");
    }
  }

  private static long different(List<GuardianShare> shares) {
    return shares.stream().map(GuardianShare::index).distinct().count();
  }

  private static List<String> faults(List<GuardianShare> given, List<GuardianShare> used) {
    var faults = new ArrayList<String>();
    Map<Integer, Integer> seen = new TreeMap<>();
    for (var share : given) {
      if (!share.isGood()) {
        faults.add("WRONG: the share of " + share.holder() + " is not the one they were given.");
      } else if (!used.contains(share)) {
        faults.add("FOREIGN: the share of " + share.holder() + " is of another set.");
      } else if (seen.merge(share.index(), 1, Integer::sum) == 2) {
        faults.add("DUPLICATE: the share of " + share.holder() + " was given twice.");
      }
    }
    return faults;
  }

  private static Outcome<Gathered> refused(List<GuardianShare> best, List<String> faults) {
    var enough =
        best.isEmpty()
            ? "No share can be used."
            : "TOO_FEW: "
                + different(best)
                + " of "
                + best.getFirst().set().threshold()
                + " shares can be used.";
    return Outcome.refused(
        Refusal.Reason.UNACCEPTABLE, "shares", (enough + " " + String.join(" ", faults)).strip());
  }
}
