package io.vaultplatform.core.escrow;

import io.vaultplatform.core.crypto.Digest;
import java.util.regex.Pattern;

/**
 * The right to have one stage of one epoch opened, and on what ground. Without one the gate is not
 * even asked (INV-08), and its parts go into the audit entry of the opening (INV-09).
 *
 * <p>Only {@code release} makes one; an architecture rule holds that.
 *
 * @param epoch whose packet
 * @param stage which stage
 * @param policyHash under which policy
 * @param reason why, as a lower-case word of the log such as {@code challenge_window_over}
 * @param actor who carries it out, as the log names actors
 */
public record ReleaseWarrant(
    Epoch epoch, int stage, String policyHash, String reason, String actor) {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]{0,59}");

  public ReleaseWarrant {
    if (stage < 1 || !Digest.isSha256Hex(policyHash)) {
      throw new IllegalArgumentException("a warrant names a stage and a policy");
    }
    if (!WORD.matcher(reason).matches() || !WORD.matcher(actor).matches()) {
      throw new IllegalArgumentException("a warrant names its reason and who carries it out");
    }
  }
}
