package io.vaultplatform.counter.content;

import io.vaultplatform.core.content.Item;

/** Class C as bytes: there is no such method. */
final class OpensOpaque {
  byte[] open(Item.Opaque item) {
    return new byte[item.version()];
  }
}
