package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.ClaimWarrant;
import io.vaultplatform.core.escrow.Confirmation;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.GateKeys;
import io.vaultplatform.core.escrow.GateMemory;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleaseWarrant;

/** The real gate, whose answer to a key is of other portions than were handed over. */
record OpensElsewhere(Gate gate) implements Gate {
  private static final Portion ELSEWHERE = new Portion(9, 9);

  @Override
  public GateKeys keys(Suite suite) {
    return gate.keys(suite);
  }

  @Override
  public Outcome<GateMemory> look(Epoch epoch) {
    return gate.look(epoch);
  }

  @Override
  public Outcome<Signed> releaseKeys(Epoch epoch) {
    return gate.releaseKeys(epoch);
  }

  @Override
  public Outcome<Confirmation> check(Confirmation confirmation) {
    return gate.check(confirmation);
  }

  @Override
  public Outcome<GateKeys> ready(Epoch epoch) {
    return gate.ready(epoch);
  }

  @Override
  public Outcome<Given> open(ReleaseWarrant warrant) {
    return gate.open(warrant);
  }

  @Override
  public Outcome<Readdressed> readdress(ClaimWarrant warrant) {
    return gate.readdress(warrant)
        .then(
            opened ->
                Outcome.done(
                    new Readdressed(
                        opened.logHead(),
                        opened.packets().stream()
                            .map(p -> new EscrowPacket.Inner(ELSEWHERE, p.recipient(), p.file()))
                            .toList())));
  }
}
