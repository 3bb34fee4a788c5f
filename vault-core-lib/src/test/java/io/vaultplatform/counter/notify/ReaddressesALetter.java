package io.vaultplatform.counter.notify;

import io.vaultplatform.core.escrow.ClaimWarrant;

/** A letter writer who may have class B encrypted to anybody. */
final class ReaddressesALetter {
  ClaimWarrant warrant;

  ReaddressesALetter(ClaimWarrant warrant) {
    this.warrant = warrant;
  }
}
