package io.vaultplatform.counter.triggers;

import java.time.Clock;
import java.time.Instant;

/** A machine that reads the time by itself. */
final class AsksTheClock {
  Clock clock = Clock.systemUTC();

  Instant now() {
    return Instant.now();
  }
}
