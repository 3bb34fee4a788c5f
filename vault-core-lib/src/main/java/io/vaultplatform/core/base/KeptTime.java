package io.vaultplatform.core.base;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A time from outside as the database keeps it: whole microseconds within the years 1970 to 9999.
 *
 * <p>Both ends are ours to choose. PostgreSQL refuses what lies far beyond, and rounds what is
 * finer, so that two times that differ here would be equal there.
 */
public final class KeptTime {
  /** The first time after those that are kept. */
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private KeptTime() {}

  /**
   * The time without what is finer than a microsecond.
   *
   * @param field whose time it is
   * @throws FieldException naming the field when it lies outside of these years
   */
  public static Instant of(String field, Instant time) {
    if (time.isBefore(Instant.EPOCH) || !time.isBefore(END)) {
      throw new FieldException(field, "is not within the years 1970 to 9999");
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
