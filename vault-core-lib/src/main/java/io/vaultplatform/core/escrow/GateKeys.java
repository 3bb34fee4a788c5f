package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.Map;

/**
 * The public keys of the release gate, which the owner's policy names.
 *
 * @param recipient to whom the platform's share is encrypted
 * @param signing with which release keys are signed
 */
public record GateKeys(AgeRecipient recipient, VerificationKey signing) {

  static GateKeys read(Fields fields) {
    return new GateKeys(Reading.recipient(fields, "recipient"), Reading.key(fields, "signing"));
  }

  Map<String, Object> toTree() {
    return Map.of("recipient", recipient.text(), "signing", signing.text());
  }
}
