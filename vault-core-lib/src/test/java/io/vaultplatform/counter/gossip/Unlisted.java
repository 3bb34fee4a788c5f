package io.vaultplatform.counter.gossip;

/** A feature that nobody entered in the table. */
final class Unlisted {}
