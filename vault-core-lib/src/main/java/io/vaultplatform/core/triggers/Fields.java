package io.vaultplatform.core.triggers;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads one JSON object strictly: each field by its type, each flaw by its name, nothing left over.
 */
final class Fields {
  private final String path;
  private final Map<?, ?> object;
  private final Set<String> read = new HashSet<>();

  Fields(String path, Map<?, ?> object) {
    this.path = path;
    this.object = object;
  }

  String text(String name) {
    return typed(name, String.class, "must be text");
  }

  int number(String name) {
    var value = value(name);
    // CanonicalJson reads Long, a request's reader may give Integer: both are whole numbers and
    // nothing else is.
    if ((value instanceof Long || value instanceof Integer)
        && ((Number) value).longValue() == ((Number) value).intValue()) {
      return ((Number) value).intValue();
    }
    throw new PlanFlaw(path + name, "must be a whole number");
  }

  boolean flag(String name) {
    return typed(name, Boolean.class, "must be true or false");
  }

  Duration duration(String name) {
    return duration(path + name, text(name));
  }

  List<Duration> durations(String name) {
    var all = new ArrayList<Duration>();
    for (var item : list(name)) {
      var field = path + name + "[" + all.size() + "]";
      if (!(item instanceof String text)) {
        throw new PlanFlaw(field, "must be text");
      }
      all.add(duration(field, text));
    }
    return all;
  }

  private static Duration duration(String field, String text) {
    return IsoDuration.parse(text)
        .orElseThrow(
            () ->
                new PlanFlaw(
                    field,
                    "must be an ISO-8601 duration of days or smaller, such as P7D or PT12H"));
  }

  Instant instant(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException e) {
      throw new PlanFlaw(
          path + name, "must be an ISO-8601 time in UTC, such as 2026-01-31T08:00:00Z");
    }
  }

  Optional<Instant> optionalInstant(String name) {
    return has(name) ? Optional.of(instant(name)) : Optional.empty();
  }

  Set<SignalSource> sources(String name) {
    var all = new HashSet<SignalSource>();
    for (var item : list(name)) {
      try {
        all.add(new SignalSource(UUID.fromString((String) item)));
      } catch (ClassCastException | IllegalArgumentException e) {
        throw new PlanFlaw(path + name, "must be ids");
      }
    }
    return all;
  }

  Fields object(String name) {
    return new Fields(path + name + ".", typed(name, Map.class, "must be an object"));
  }

  List<Fields> objects(String name) {
    var all = new ArrayList<Fields>();
    for (var item : list(name)) {
      var field = path + name + "[" + all.size() + "]";
      if (!(item instanceof Map<?, ?> one)) {
        throw new PlanFlaw(field, "must be an object");
      }
      all.add(new Fields(field + ".", one));
    }
    return all;
  }

  boolean has(String name) {
    return object.containsKey(name);
  }

  PlanFlaw flaw(String name, String why) {
    return new PlanFlaw(path + name, why);
  }

  /** Refuses what nobody asked for: a misspelt field must not become a silent default. */
  void nothingElse() {
    for (var name : object.keySet()) {
      if (!read.contains(name)) {
        // The name comes from outside; only its beginning is repeated.
        var text = String.valueOf(name);
        throw new PlanFlaw(
            path + text.substring(0, Math.min(40, text.length())), "is not a field here");
      }
    }
  }

  private List<?> list(String name) {
    return typed(name, List.class, "must be a list");
  }

  private <T> T typed(String name, Class<T> type, String otherwise) {
    var value = value(name);
    if (!type.isInstance(value)) {
      throw new PlanFlaw(path + name, otherwise);
    }
    return type.cast(value);
  }

  private Object value(String name) {
    read.add(name);
    var value = object.get(name);
    if (value == null) {
      throw new PlanFlaw(path + name, "is missing");
    }
    return value;
  }
}
