package io.vaultplatform.core.audit;

import java.util.Objects;

/**
 * Where a chain ends: how many entries it has and the hash of the last one.
 *
 * @param sequence the number of the last entry, which is also their count; 0 when there is none
 * @param hash the last entry's hash; of an empty chain, the chain's {@link #genesis}
 */
public record Head(Chain chain, long sequence, String hash) {

  public Head {
    Objects.requireNonNull(chain, "chain");
    Facts.hash("head.hash", hash);
    if (sequence < 0) {
      throw new IllegalArgumentException("head.sequence is negative");
    }
  }

  /**
   * The head of a chain without entries. Its hash names the chain, so that no entry fits two
   * chains.
   */
  public static Head genesis(Chain chain) {
    return new Head(chain, 0, ChainHash.of(ChainHash.GENESIS, chain.toTree()));
  }
}
