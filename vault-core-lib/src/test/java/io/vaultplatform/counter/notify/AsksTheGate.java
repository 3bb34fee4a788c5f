package io.vaultplatform.counter.notify;

import io.vaultplatform.core.kms.GateKeyService;

/** A letter writer at the gate. */
final class AsksTheGate {
  GateKeyService gate;

  AsksTheGate(GateKeyService gate) {
    this.gate = gate;
  }
}
