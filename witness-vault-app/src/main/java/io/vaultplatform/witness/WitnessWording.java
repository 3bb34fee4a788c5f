package io.vaultplatform.witness;

import io.vaultplatform.core.notify.spi.Wording;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * How Witness Vault speaks in letters: not at all by name. A mailbox is read over shoulders and by
 * programs, and the name alone would tell that somebody keeps evidence.
 */
@ApplicationScoped
public class WitnessWording implements Wording {

  @Override
  public String product() {
    return "witness-vault";
  }

  @Override
  public String subject() {
    return "A short note for you";
  }

  @Override
  public String signature() {
    return """
    This letter was written by a program, on behalf of somebody who named your
    address for it. It contains nothing of what they keep.\
    """;
  }
}
