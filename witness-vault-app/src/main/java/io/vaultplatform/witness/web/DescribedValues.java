package io.vaultplatform.witness.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * How values stand in the described JSON, as {@link OneSpelling} reads and writes them and {@link
 * Complete} asks for them: each member has to be there unless it may be null.
 */
final class DescribedValues {
  static final String ID = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11";
  private static final String ID_PATTERN =
      "^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$";

  // The first line of an age file: what most binary values of the API are.
  private static final String BINARY = "YWdlLWVuY3J5cHRpb24ub3JnL3YxCg";

  private DescribedValues() {}

  static void in(Map<String, Schema> schemas) {
    schemas.values().forEach(DescribedValues::object);
  }

  /** The schema of an id. */
  static void id(Schema schema) {
    schema.setRef(null);
    schema.setType(List.of(SchemaType.STRING));
    schema.setFormat("uuid");
    schema.setPattern(ID_PATTERN);
  }

  private static void object(Schema schema) {
    members(schema)
        .forEach(
            (name, member) -> {
              value(member);
              if (!mayBeNull(member)) {
                schema.addRequired(name);
              }
            });
  }

  private static Map<String, Schema> members(Schema schema) {
    return Optional.ofNullable(schema.getProperties()).orElse(Map.of());
  }

  private static boolean mayBeNull(Schema schema) {
    return Optional.ofNullable(schema.getType()).orElse(List.of()).contains(SchemaType.NULL)
        || Optional.ofNullable(schema.getAnyOf()).orElse(List.of()).stream()
            .anyMatch(DescribedValues::mayBeNull);
  }

  private static void value(Schema schema) {
    if (schema.getItems() != null) {
      value(schema.getItems());
    }
    if (schema.getRef() != null || schema.getFormat() == null) {
      return;
    }
    switch (schema.getFormat()) {
      case "uuid" -> {
        // The scanner's pattern allows capitals, which the server refuses.
        schema.setPattern(ID_PATTERN);
        example(schema, ID);
      }
      case "date-time" -> example(schema, "2027-01-31T12:00:00Z");
      case "byte" -> {
        // This format means base64 of the other alphabet.
        schema.setFormat(null);
        schema.setContentEncoding("base64url");
        example(schema, BINARY);
      }
      // The formats of numbers say all there is.
      default -> {}
    }
  }

  private static void example(Schema schema, Object example) {
    if (schema.getExamples() == null || schema.getExamples().isEmpty()) {
      schema.addExample(example);
    }
  }
}
