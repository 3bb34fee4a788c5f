package io.vaultplatform.core.escrow;

import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Digest;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The right to have what was handed over to one recipient encrypted anew to the key that they
 * brought, and on what ground. Its parts go into the audit entry of the opening (INV-09).
 *
 * <p>Only {@code release} makes one, as it alone makes a {@link ReleaseWarrant}.
 *
 * @param recipient for whom the policy lets the platform open
 * @param key what they brought
 * @param policyHash under which policy
 * @param reason why, as a lower-case word of the log such as {@code recipient_brought_a_key}
 * @param actor who carries it out, as the log names actors
 */
public record ClaimWarrant(
    Epoch epoch, UUID recipient, AgeRecipient key, String policyHash, String reason, String actor) {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]{0,59}");

  public ClaimWarrant {
    Objects.requireNonNull(epoch, "epoch");
    Objects.requireNonNull(recipient, "recipient");
    Objects.requireNonNull(key, "key");
    if (!Digest.isSha256Hex(policyHash)) {
      throw new IllegalArgumentException("a warrant names a policy");
    }
    if (!WORD.matcher(reason).matches() || !WORD.matcher(actor).matches()) {
      throw new IllegalArgumentException("a warrant names its reason and who carries it out");
    }
  }
}
