package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vaultplatform.launcher.Product;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The description of the API is complete: somebody can write a client from it alone. */
class OpenApiIT {
  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "delete", "head", "patch");

  @Test
  void every_part_of_the_story_is_described() {
    var paths = new ArrayList<String>();
    description().path("paths").fieldNames().forEachRemaining(paths::add);

    for (var part :
        new String[] {
          "/api/v1/accounts",
          "/api/v1/sessions",
          "/api/v1/vaults",
          "/documents",
          "/grants",
          "/trustees",
          "/recipients",
          "/triggers",
          "/arm",
          "/check-ins",
          "/challenges",
          "/links/check-in",
          "/links/trustee",
          "/recipient/releases",
          "/audit"
        }) {
      assertThat(paths).as(part).anyMatch(path -> path.contains(part));
    }
  }

  @Test
  void every_operation_says_in_a_sentence_what_it_does() {
    var silent = new ArrayList<String>();
    operations()
        .forEach(
            (name, operation) -> {
              if (operation.path("summary").asText().isBlank()) {
                silent.add(name);
              }
            });

    assertThat(silent).isEmpty();
  }

  @Test
  void every_body_that_is_sent_has_an_example() {
    var without = new ArrayList<String>();
    operations()
        .forEach(
            (name, operation) ->
                operation
                    .path("requestBody")
                    .path("content")
                    .properties()
                    .forEach(
                        content -> {
                          if (content.getKey().contains("json")
                              && !hasExample(content.getValue())) {
                            without.add(name);
                          }
                        }));

    assertThat(without).isEmpty();
  }

  private static boolean hasExample(JsonNode content) {
    return content.has("example")
        || content.has("examples")
        || examples(schema(content.path("schema")));
  }

  /** A schema has an example when it, or each of its members, has one. */
  private static boolean examples(JsonNode schema) {
    if (schema.has("example") || schema.has("examples")) {
      return true;
    }
    var members = schema.path("properties");
    if (members.isEmpty()) {
      return false;
    }
    for (var member : members) {
      if (!examples(schema(member))) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode schema(JsonNode schema) {
    var reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : description().at(reference.substring(1));
  }

  private static Map<String, JsonNode> operations() {
    var operations = new TreeMap<String, JsonNode>();
    description()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (METHODS.contains(operation.getKey())) {
                            operations.put(
                                operation.getKey() + " " + path.getKey(), operation.getValue());
                          }
                        }));
    assertThat(operations).isNotEmpty();
    return operations;
  }

  private static JsonNode description() {
    return Http.to(Product.WITNESS_VAULT).get("/openapi?format=JSON").json();
  }
}
