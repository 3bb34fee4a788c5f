package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.VaultId;
import java.util.Map;
import java.util.UUID;

/**
 * One arming of one trigger: every packet, share, key and statement of an escrow belongs to exactly
 * one.
 *
 * <p>Arming again makes the next number, and whatever carries an older one is worthless. A check-in
 * keeps it.
 *
 * @param vault the vault whose documents are in escrow
 * @param trigger the trigger that would release them
 * @param number 1 or more, rising with each arming
 */
public record Epoch(VaultId vault, UUID trigger, int number) {

  public Epoch {
    if (number < 1) {
      throw new IllegalArgumentException("an epoch's number is 1 or more");
    }
  }

  static Epoch read(Fields fields) {
    return new Epoch(
        new VaultId(fields.uuid("vault")),
        fields.uuid("trigger"),
        Reading.count(fields, "epoch", 1, Integer.MAX_VALUE));
  }

  void write(Map<String, Object> body) {
    body.put("vault", vault.toString());
    body.put("trigger", trigger.toString());
    body.put("epoch", number);
  }

  @Override
  public String toString() {
    return "epoch " + number + " of trigger " + trigger;
  }
}
