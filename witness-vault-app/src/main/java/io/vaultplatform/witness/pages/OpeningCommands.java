package io.vaultplatform.witness.pages;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.release.Releases.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How the saved files are opened with any program for the age format, one command a line.
 *
 * @param behind what packets open
 * @param sealed documents of class C, which no packet opens
 * @param key whether there is something for a key of the recipient's own
 * @param claim whether there is something for a claim code, from which no other program makes a key
 * @param hybrid whether a program has to know hybrid keys
 */
record OpeningCommands(String behind, String sealed, boolean key, boolean claim, boolean hybrid) {
  private static final String FILE = "YOUR-KEY-FILE";

  /** The hybrid identity stands in a comment, for programs that do not know its kind. */
  private static final String HYBRID_LINE = "grep -o 'AGE-SECRET-KEY-PQ-1.*' " + FILE + " | ";

  /**
   * One release, as far as commands depend on it.
   *
   * @param packets the stage and set of each packet, in the order of the files
   * @param documents in the order of the files
   */
  record Handed(
      Suite suite, ReleasePolicy.Opens opens, List<Portion> packets, List<Named> documents) {
    Handed {
      packets = List.copyOf(packets);
      documents = List.copyOf(documents);
    }

    static Handed of(Release release) {
      var policy = signed(ReleasePolicy.verify(release.policy(), release.ownerKey()));
      var list = signed(ReleaseList.verify(release.releaseList(), release.ownerKey()));
      return new Handed(
          policy.suite(),
          policy.recipient(release.recipient()).orElseThrow().opens(),
          release.packets().stream().map(EscrowPacket.Inner::portion).toList(),
          release.documents().stream()
              .map(d -> list.item(d.manifest().document()).orElseThrow())
              .map(item -> new Named(item.encryptionClass(), item.portions()))
              .toList());
    }

    // What the platform opened for a key that was brought is a packet to that key.
    boolean isForAKey() {
      return switch (opens) {
        case KEY -> true;
        case CLAIM -> false;
        case EXECUTOR -> !packets.isEmpty();
      };
    }

    // Verified when it was armed, and stored since.
    private static <T> T signed(Outcome<T> stored) {
      return switch (stored) {
        case Outcome.Done<T>(var document) -> document;
        case Outcome.Refused<T>(var refusal) -> throw new IllegalStateException(refusal.detail());
      };
    }
  }

  /** A document, and for which stages and sets it is. */
  record Named(EncryptionClass encryptionClass, Set<Portion> portions) {
    Named {
      portions = Set.copyOf(portions);
    }
  }

  static OpeningCommands of(List<Handed> releases) {
    var behind = new ArrayList<String>();
    var sealed = new ArrayList<String>();
    for (int i = 0; i < releases.size(); i++) {
      var release = releases.get(i);
      var prefix = ReleaseFiles.prefix(releases.size(), i);
      if (release.isForAKey()) {
        packets(behind, prefix, release);
      }
      for (int j = 0; j < release.documents().size(); j++) {
        if (release.documents().get(j).encryptionClass() == EncryptionClass.C) {
          var name = prefix + "document-" + (j + 1);
          sealed.add(own(release.suite(), name + ".age", name));
        }
      }
    }
    return new OpeningCommands(
        String.join("\n", behind),
        String.join("\n", sealed),
        releases.stream().anyMatch(Handed::isForAKey),
        releases.stream().anyMatch(r -> r.opens() == ReleasePolicy.Opens.CLAIM),
        releases.stream().anyMatch(r -> r.suite() == Suite.HYBRID));
  }

  // Each packet holds the key of its own stage and set, and that one opens no other's documents.
  private static void packets(List<String> behind, String prefix, Handed release) {
    for (int i = 0; i < release.packets().size(); i++) {
      behind.add(
          own(release.suite(), prefix + "packet-" + (i + 1) + ".age", key(prefix, release, i)));
    }
    for (int j = 0; j < release.documents().size(); j++) {
      var document = release.documents().get(j);
      if (document.encryptionClass() == EncryptionClass.B) {
        var name = prefix + "document-" + (j + 1);
        for (int i = 0; i < release.packets().size(); i++) {
          if (document.portions().contains(release.packets().get(i))) {
            behind.add("age -d -i " + key(prefix, release, i) + " " + name + ".age > " + name);
            break; // one way is enough
          }
        }
      }
    }
  }

  private static String key(String prefix, Handed release, int packet) {
    return prefix
        + (release.packets().size() == 1
            ? "release-key.txt"
            : "release-key-" + (packet + 1) + ".txt");
  }

  private static String own(Suite suite, String file, String opened) {
    return switch (suite) {
      case CLASSIC -> "age -d -i " + FILE + " " + file + " > " + opened;
      case HYBRID -> HYBRID_LINE + "age -d -i - " + file + " > " + opened;
    };
  }
}
