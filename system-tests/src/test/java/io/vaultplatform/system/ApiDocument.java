package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vaultplatform.launcher.Product;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The description of a product's API, as the running server gives it, to be walked through. */
final class ApiDocument {
  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "delete", "head", "patch");

  final JsonNode root;

  private ApiDocument(JsonNode root) {
    this.root = root;
  }

  static ApiDocument of(Product product) {
    return new ApiDocument(Http.to(product).get("/openapi?format=JSON").json());
  }

  /** One operation. */
  record Operation(String method, String path, JsonNode node) {
    boolean needsSignIn() {
      return !node.path("security").isEmpty();
    }

    boolean takesBody() {
      return node.has("requestBody");
    }

    boolean hasPathId() {
      return path.contains("{");
    }

    /** The path, with every id in it one that nobody has. */
    String toNothing(String id) {
      return path.replace("{version}", "1").replace("{sequence}", "1").replaceAll("\\{\\w+}", id);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  List<Operation> operations() {
    var all = new ArrayList<Operation>();
    for (var path : root.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          all.add(new Operation(operation.getKey(), path.getKey(), operation.getValue()));
        }
      }
    }
    return all;
  }

  /** The answers of an operation by status, each as it is described wherever that stands. */
  Map<String, JsonNode> answers(Operation operation) {
    var all = new LinkedHashMap<String, JsonNode>();
    operation
        .node()
        .path("responses")
        .properties()
        .forEach(answer -> all.put(answer.getKey(), resolved(answer.getValue())));
    return all;
  }

  /** One of these answers; a missing node when there is none. */
  JsonNode answer(Operation operation, String status) {
    return answers(operation).getOrDefault(status, Http.JSON.missingNode());
  }

  /** The node, or what it refers to; of "this or null" what is not null. */
  JsonNode resolved(JsonNode node) {
    if (node.has("anyOf")) {
      return resolved(node.path("anyOf").get(0));
    }
    var reference = node.path("$ref").asText();
    if (reference.isEmpty()) {
      return node;
    }
    var found = root.at(reference.substring(1));
    assertThat(found.isMissingNode()).as(reference + " leads nowhere").isFalse();
    return found;
  }

  /** The named schemas. */
  Map<String, JsonNode> schemas() {
    var all = new LinkedHashMap<String, JsonNode>();
    root.at("/components/schemas").properties().forEach(e -> all.put(e.getKey(), e.getValue()));
    return all;
  }

  /** Every place that is referred to. */
  Set<String> references() {
    var all = new LinkedHashSet<String>();
    root.findValuesAsText("$ref").forEach(all::add);
    return all;
  }

  /** What a schema shows as an example: its own one, or one put together from its members'. */
  JsonNode example(JsonNode schema) {
    if (!schema.path("examples").isEmpty()) {
      return schema.path("examples").get(0);
    }
    if (schema.has("$ref") || schema.has("anyOf")) {
      return example(resolved(schema));
    }
    if (schema.has("items")) {
      var item = example(schema.path("items"));
      return item.isMissingNode() ? item : Http.JSON.createArrayNode().add(item);
    }
    var whole = Http.JSON.createObjectNode();
    for (var member : schema.path("properties").properties()) {
      var part = example(member.getValue());
      if (part.isMissingNode()) {
        return part;
      }
      whole.set(member.getKey(), part);
    }
    return whole.isEmpty() ? Http.JSON.missingNode() : whole;
  }

  /** What a body or an answer of a media type shows as an example. */
  JsonNode exampleOf(JsonNode media) {
    for (var named : media.path("examples")) {
      return resolved(named).path("value");
    }
    return media.has("example") ? media.path("example") : example(media.path("schema"));
  }
}
