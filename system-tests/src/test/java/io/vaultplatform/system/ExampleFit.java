package io.vaultplatform.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether an example is what its schema describes. Of JSON Schema it knows what our descriptions
 * use: types, members, required ones, items and patterns.
 */
final class ExampleFit {
  private final ApiDocument api;
  private final List<String> misfits = new ArrayList<>();

  private ExampleFit(ApiDocument api) {
    this.api = api;
  }

  /** What does not fit, each with its place. */
  static List<String> misfits(ApiDocument api, String place, JsonNode schema, JsonNode example) {
    var fit = new ExampleFit(api);
    fit.compare(place, schema, example);
    return fit.misfits;
  }

  private void compare(String place, JsonNode reference, JsonNode value) {
    var schema = api.resolved(reference);
    var types = types(schema);
    if (!types.isEmpty() && types.stream().noneMatch(type -> is(type, value))) {
      misfits.add(place + " is not " + types + ": " + value);
      return;
    }
    if (value.isTextual() && schema.has("pattern")) {
      if (!Pattern.compile(schema.path("pattern").asText()).matcher(value.asText()).find()) {
        misfits.add(place + " does not match: " + value);
      }
    }
    for (var required : schema.path("required")) {
      if (value.isObject() && !value.has(required.asText())) {
        misfits.add(place + " lacks " + required.asText());
      }
    }
    for (var member : value.properties()) {
      var known = schema.path("properties").path(member.getKey());
      if (!known.isMissingNode()) {
        compare(place + "." + member.getKey(), known, member.getValue());
      } else if (schema.has("properties")) {
        misfits.add(place + " has no member " + member.getKey());
      }
    }
    if (value.isArray() && schema.has("items")) {
      value.forEach(item -> compare(place + "[]", schema.path("items"), item));
    }
  }

  private static Set<String> types(JsonNode schema) {
    var types = new LinkedHashSet<String>();
    var type = schema.path("type");
    if (type.isTextual()) {
      types.add(type.asText());
    }
    type.forEach(one -> types.add(one.asText()));
    return types;
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("no type of JSON: " + type);
    };
  }
}
