package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.notify.spi.Wording;

/** What letters say of a product that has no wording of its own: as little as possible. */
record PlainWording(String product) implements Wording {

  @Override
  public String subject() {
    return "A short note for you";
  }

  @Override
  public String signature() {
    return "You get this because somebody gave your address for this purpose.";
  }
}
