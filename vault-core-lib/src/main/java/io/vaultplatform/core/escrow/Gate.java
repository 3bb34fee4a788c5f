package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import java.util.List;

/**
 * The release gate: the one part that holds the platform's half of every path, and gives it only
 * when the audit log shows that the owner's signed policy was kept.
 *
 * <p>Here it lives in the same server, under a database role and a key service principal of its
 * own. It stands behind an interface so that it can move to a machine of its own. Every call is a
 * transaction of its own; a refusal changes nothing.
 *
 * <p>A key service that does not answer is a refusal too, with the field {@link #KEY_SERVICE}: it
 * passes, and what the gate was asked can be asked again.
 */
public interface Gate {
  /** The field of a refusal because the key service does not answer or refuses. */
  String KEY_SERVICE = "keyService";

  /** Its public keys of a suite, which policies name. Made at the first call. */
  GateKeys keys(Suite suite);

  /**
   * Reads the vault's log on from where it last did, and remembers how far it came and the highest
   * epoch.
   *
   * @return the memory; or what is wrong with the log
   */
  Outcome<GateMemory> look(Epoch epoch);

  /**
   * The signed release keys of an epoch: those that there are, or new ones. Asked when a trigger
   * enters {@code verifying}.
   */
  Outcome<Signed> releaseKeys(Epoch epoch);

  /**
   * Whether the share in a confirmation is the one its trustee holds; checked before it is
   * recorded.
   */
  Outcome<Confirmation> check(Confirmation confirmation);

  /**
   * What the gate gives out for a release.
   *
   * @param evidence what it found in the log
   */
  record Given(GateAnswer.Open evidence, Unsealing.Unsealed unsealed) {}

  /**
   * Whether the gate can use every key that a release in this epoch needs: asked before a release
   * goes on that was held because it could not.
   */
  Outcome<GateKeys> ready(Epoch epoch);

  /**
   * Decides from the log and opens one stage.
   *
   * @return the recipients' packets with the evidence; or why not, with the field {@code gate} when
   *     the log does not allow it and {@code shares} when the shares do not suffice
   */
  Outcome<Given> open(ReleaseWarrant warrant);

  /**
   * What the gate encrypted anew.
   *
   * @param logHead where the log ended that it decided from
   */
  record Readdressed(long logHead, List<EscrowPacket.Inner> packets) {
    public Readdressed {
      packets = List.copyOf(packets);
    }
  }

  /**
   * Decides from the log and encrypts what waits for a recipient to the key that they brought. The
   * escrow identities are in the clear for as long as that takes, and nothing else is.
   *
   * @return every packet that waited; or why not, with the field {@code gate} when the log does not
   *     allow it
   */
  Outcome<Readdressed> readdress(ClaimWarrant warrant);
}
