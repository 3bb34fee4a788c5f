package io.vaultplatform.core.escrow;

import io.vaultplatform.core.content.DocumentId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whom arming anew cannot take out, because they need nothing that it destroys: holders of a path
 * of trustees alone, and the recipients that such a path opens for.
 *
 * <p>A trustee of a path with the platform leaves by arming anew: the platform's shares of the
 * epoch before are destroyed, and the share that they keep opens nothing. Shares that never passed
 * through the server are destroyed by nobody. So a document that was made for such a path needs a
 * new payload, which is a new version, before anybody leaves it.
 *
 * @param epoch the earlier arming
 * @param who trustees and recipients who would leave; empty where only a quorum was raised
 */
public record Leaving(Epoch epoch, Set<UUID> who) {
  public Leaving {
    who = Set.copyOf(who);
  }

  /** Who could open by an earlier arming, and no longer by this one; empty when nobody. */
  public static Optional<Leaving> of(ReleasePolicy earlier, ReleasePolicy now) {
    if (earlier.alonePaths().isEmpty()) {
      return Optional.empty();
    }
    var who = new HashSet<UUID>();
    boolean all = true;
    for (var old : earlier.alonePaths()) {
      if (now.alonePaths().stream().noneMatch(path -> path.admitsAllOf(old))) {
        all = false;
        who.addAll(old.holders());
      }
    }
    now.alonePaths().forEach(path -> who.removeAll(path.holders()));
    for (var recipient : earlier.recipients()) {
      if (now.recipient(recipient.id()).isEmpty()) {
        all = false;
        who.add(recipient.id());
      }
    }
    return all ? Optional.empty() : Optional.of(new Leaving(earlier.epoch(), who));
  }

  /** What is said before anything is armed. */
  public String sentence(DocumentId document) {
    return "Document "
        + document
        + " was made for "
        + epoch
        + ", which trustees can open without the platform; "
        + (who.isEmpty()
            ? "a larger quorum"
            : "leaving out "
                + String.join(", ", who.stream().map(UUID::toString).sorted().toList()))
        + " does not take that back. Disarm, put the document anew as a new version, then arm.";
  }
}
