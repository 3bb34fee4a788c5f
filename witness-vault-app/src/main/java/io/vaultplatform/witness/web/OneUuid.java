package io.vaultplatform.witness.web;

import io.vaultplatform.core.base.FieldException;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.UUID;

/**
 * Ids in paths have one spelling, as they have in bodies. The JDK would read {@code 1-1-1-1-1} as
 * an id as well, and one thing would have many addresses.
 */
@Provider
public class OneUuid implements ParamConverterProvider {

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // asked for UUIDs alone; null is "not mine" here
  public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
    return type == UUID.class ? (ParamConverter<T>) new Reader(name(annotations)) : null;
  }

  private static String name(Annotation... annotations) {
    for (var annotation : annotations) {
      if (annotation instanceof PathParam path) {
        return path.value();
      }
    }
    return "id";
  }

  private record Reader(String name) implements ParamConverter<UUID> {
    @Override
    public UUID fromString(String text) {
      try {
        return Parsed.uuid(name, text);
      } catch (FieldException e) {
        throw new RefusedException(e.refusal());
      }
    }

    @Override
    public String toString(UUID id) {
      return id.toString();
    }
  }
}
