package io.vaultplatform.witness.api;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Query;
import io.vaultplatform.witness.web.Parsed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which entries of a log, and how many: the query parameters of every listing. */
public class LogFilter {
  @Parameter(description = "The id of the actor")
  @QueryParam("actor")
  private @Nullable String actor;

  @Parameter(description = "The id of the resource")
  @QueryParam("resource")
  private @Nullable String resource;

  @Parameter(description = "The type of the resource, such as trigger")
  @QueryParam("resourceType")
  private @Nullable String resourceType;

  @Parameter(description = "The type of the entry, such as check_in")
  @QueryParam("type")
  private @Nullable String type;

  @Parameter(description = "Not before this time")
  @QueryParam("from")
  private @Nullable String from;

  @Parameter(description = "Before this time")
  @QueryParam("to")
  private @Nullable String to;

  @Parameter(description = "Where the previous page ended")
  @QueryParam("cursor")
  private @Nullable String cursor;

  @Parameter(description = "How many at most, 1 to 200")
  @QueryParam("limit")
  @DefaultValue("50")
  private String limit = "50";

  Query query() {
    return new Query(
        Optional.ofNullable(actor),
        Optional.ofNullable(resourceType),
        Optional.ofNullable(resource),
        optional("type", type, EventType::of),
        optional("from", from, Parsed::time),
        optional("to", to, Parsed::time));
  }

  OptionalLong after() {
    return cursor == null
        ? OptionalLong.empty()
        : OptionalLong.of(Parsed.field("cursor", cursor, text -> number(text, Long.MAX_VALUE)));
  }

  int limit() {
    return (int) (long) Parsed.field("limit", limit, text -> number(text, 200));
  }

  private static <T> Optional<T> optional(
      String name, @Nullable String text, Function<String, T> parser) {
    return text == null ? Optional.empty() : Optional.of(Parsed.field(name, text, parser));
  }

  private static long number(String text, long most) {
    if (text.matches("[1-9][0-9]{0,17}")) {
      long number = Long.parseLong(text);
      if (number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "not a whole number from 1" + (most < 1000 ? " to " + most : ""));
  }
}
