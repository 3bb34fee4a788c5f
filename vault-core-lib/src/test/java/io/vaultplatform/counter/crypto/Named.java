package io.vaultplatform.counter.crypto;

/** Harmless; the other half of a cycle by way of KnowsTheLog. */
public final class Named {}
