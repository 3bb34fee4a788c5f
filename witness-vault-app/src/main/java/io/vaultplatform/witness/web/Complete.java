package io.vaultplatform.witness.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vaultplatform.core.base.FieldException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a request that was read for what is missing or cannot be kept, and names the first:
 * a component of a record that is null without saying that it may be, a null in a list or tree, and
 * a text that no database takes.
 */
final class Complete {
  private Complete() {}

  static void check(@Nullable Object body) {
    check("", body);
  }

  private static void check(String path, @Nullable Object value) {
    if (value == null) {
      throw new RefusedException(
          new FieldException(path.isEmpty() ? "body" : path, "is missing").refusal());
    }
    if (value instanceof Record record) {
      for (var component : record.getClass().getRecordComponents()) {
        var member = valueOf(record, component);
        if (member != null || !mayBeAbsent(component)) {
          check(path.isEmpty() ? name(component) : path + "." + name(component), member);
        }
      }
    } else if (value instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        check(path + "[" + i + "]", items.get(i));
      }
    } else if (value instanceof Map<?, ?> tree) {
      tree.forEach(
          (name, member) -> {
            var place = path + "." + StrictJson.clean(String.valueOf(name));
            check(place, name);
            check(place, member);
          });
    } else if (value instanceof Optional<?> some && some.isPresent()) {
      check(path, some.get());
    } else if (value instanceof String text && !isKept(text)) {
      throw new RefusedException(
          new FieldException(path, "holds a NUL or half of a character").refusal());
    }
  }

  // JSON can escape both; no database column and no UTF-8 can hold them.
  private static boolean isKept(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }

  // As the client spells it: a component cannot be called "class".
  private static String name(RecordComponent component) {
    var spelled = component.getAccessor().getAnnotation(JsonProperty.class);
    return spelled == null ? component.getName() : spelled.value();
  }

  private static boolean mayBeAbsent(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable Object valueOf(Record record, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's component cannot be read: " + component, e);
    }
  }
}
