package io.vaultplatform.counter.release;

/** We never say that somebody is dead. */
final class IsDeceased {}
