package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.ClaimWarrant;
import io.vaultplatform.core.escrow.Confirmation;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.GateKeys;
import io.vaultplatform.core.escrow.GateMemory;
import io.vaultplatform.core.escrow.ReleaseWarrant;
import java.util.function.UnaryOperator;

/** The real gate, with answers of a test's own in the place of what it gave. */
record AnswersOtherwise(
    Gate gate, UnaryOperator<Gate.Given> opened, UnaryOperator<Gate.Readdressed> readdressed)
    implements Gate {

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
    return gate.open(warrant).then(given -> Outcome.done(opened.apply(given)));
  }

  @Override
  public Outcome<Readdressed> readdress(ClaimWarrant warrant) {
    return gate.readdress(warrant).then(given -> Outcome.done(readdressed.apply(given)));
  }
}
