package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vaultplatform.launcher.Product;
import io.vaultplatform.system.ApiDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The description of the API is complete: somebody can write a client from it alone. */
class OpenApiIT {
  // A file's first bytes would show nothing.
  private static final String FILE = "application/octet-stream";
  private static final Set<String> EMPTY = Set.of("204", "304");

  private final ApiDocument api = ApiDocument.of(Product.WITNESS_VAULT);

  @Test
  void every_part_of_the_story_is_described() {
    var paths = api.operations().stream().map(Operation::path).toList();

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
    assertThat(operations(it -> it.node().path("summary").asText().isBlank())).isEmpty();
  }

  @Test
  void every_body_that_is_sent_has_an_example() {
    assertThat(operations(it -> !isShown(it.node().path("requestBody")))).isEmpty();
  }

  @Test
  void every_success_says_what_it_holds_and_shows_it() {
    var without = new ArrayList<String>();
    for (var operation : api.operations()) {
      api.answers(operation)
          .forEach(
              (status, answer) -> {
                var content = answer.path("content");
                if (isSuccess(status)
                    && !EMPTY.contains(status)
                    && (content.isEmpty() || !isShown(answer))) {
                  without.add(operation + " " + status);
                }
              });
    }

    assertThat(without).isEmpty();
  }

  @Test
  void every_refusal_is_a_problem_document_with_an_example() {
    var without = new ArrayList<String>();
    for (var operation : api.operations()) {
      api.answers(operation)
          .forEach(
              (status, answer) -> {
                var media = answer.path("content").path("application/problem+json");
                var schema = media.path("schema").path("$ref").asText();
                // The answer to a HEAD has no body.
                if (!isSuccess(status)
                    && !EMPTY.contains(status)
                    && !operation.method().equals("head")
                    && (!schema.equals("#/components/schemas/Problem")
                        || api.exampleOf(media).isMissingNode())) {
                  without.add(operation + " " + status);
                }
              });
    }

    assertThat(without).isEmpty();
  }

  @Test
  void whoever_needs_a_sign_in_can_be_refused_for_want_of_it() {
    assertThat(operations(it -> it.needsSignIn() && lacks(it, "401"))).isEmpty();
  }

  @Test
  void whoever_takes_a_body_can_refuse_it() {
    assertThat(operations(it -> it.takesBody() && lacks(it, "400"))).isEmpty();
  }

  @Test
  void whoever_is_given_an_id_may_not_know_it() {
    assertThat(operations(it -> it.hasPathId() && lacks(it, "404"))).isEmpty();
  }

  @Test
  void every_operation_is_counted_and_says_so() {
    assertThat(
            operations(
                it ->
                    lacks(it, "429")
                        || !api.answer(it, "429").path("headers").has("Retry-After")
                        || !api.answer(it, "429").path("headers").has("RateLimit-Reset")))
        .isEmpty();
  }

  @Test
  void nothing_is_described_that_nobody_uses() {
    var unused = new ArrayList<String>();
    for (var kind : api.root.path("components").properties()) {
      if (!kind.getKey().equals("securitySchemes")) {
        for (var part : kind.getValue().properties()) {
          unused.add("#/components/" + kind.getKey() + "/" + part.getKey());
        }
      }
    }
    unused.removeAll(api.references());

    assertThat(unused).isEmpty();
  }

  @Test
  void every_parameter_and_every_member_is_explained_or_shown() {
    var dark = new ArrayList<String>();
    for (var operation : api.operations()) {
      for (var parameter : operation.node().path("parameters")) {
        var known = api.resolved(parameter);
        if (isDark(known) && isDark(known.path("schema"))) {
          dark.add(operation + " " + known.path("name").asText());
        }
      }
    }
    api.schemas()
        .forEach(
            (name, schema) ->
                schema
                    .path("properties")
                    .properties()
                    .forEach(
                        member -> {
                          if (isDark(member.getValue())) {
                            dark.add(name + "." + member.getKey());
                          }
                        }));

    assertThat(dark).isEmpty();
  }

  @Test
  void every_example_is_what_its_schema_describes() {
    var misfits = new ArrayList<String>();
    for (var operation : api.operations()) {
      misfits.addAll(misfits(operation + " body", operation.node().path("requestBody")));
      api.answers(operation)
          .forEach((status, answer) -> misfits.addAll(misfits(operation + " " + status, answer)));
    }
    api.schemas()
        .forEach(
            (name, schema) -> {
              assertThat(schema.path("type").asText()).as(name).isEqualTo("object");
              for (var example : schema.path("examples")) {
                misfits.addAll(ExampleFit.misfits(api, name, schema, example));
              }
              for (var member : schema.path("properties").properties()) {
                for (var example : member.getValue().path("examples")) {
                  misfits.addAll(
                      ExampleFit.misfits(
                          api, name + "." + member.getKey(), member.getValue(), example));
                }
              }
            });

    assertThat(misfits).isEmpty();
    assertThat(api.root.at("/components/schemas/NewVault/required").toString())
        .as("members that have to be there")
        .contains("label", "suite")
        .doesNotContain("\"id\"");
    assertThat(api.root.at("/components/schemas/UnlockChange/required").toString())
        .contains("statement")
        .doesNotContain("signIn");
  }

  @Test
  void a_product_without_operations_describes_none() {
    var other = ApiDocument.of(Product.FINAL_FILE).root;

    assertThat(other.path("paths")).isEmpty();
    assertThat(other.path("components")).isEmpty();
    assertThat(other.path("info").path("description").asText())
        .contains("no operation yet")
        .doesNotContain("sessions", "RFC 9457");
  }

  private List<String> operations(Predicate<Operation> at) {
    assertThat(api.operations()).isNotEmpty();
    return api.operations().stream().filter(at).map(Operation::toString).toList();
  }

  private boolean lacks(Operation operation, String status) {
    return api.answer(operation, status).isMissingNode();
  }

  private static boolean isSuccess(String status) {
    return status.startsWith("2");
  }

  private static boolean isDark(JsonNode described) {
    return described.path("description").asText().isBlank()
        && !described.has("example")
        && described.path("examples").isEmpty();
  }

  /** Whether each media type of a body or an answer has a schema, and an example unless a file. */
  private boolean isShown(JsonNode described) {
    for (var media : described.path("content").properties()) {
      if (media.getValue().path("schema").isEmpty()
          || (!media.getKey().equals(FILE)
              && !media.getKey().equals("*/*")
              && api.exampleOf(media.getValue()).isMissingNode())) {
        return false;
      }
    }
    return true;
  }

  private List<String> misfits(String place, JsonNode described) {
    var all = new ArrayList<String>();
    for (var media : described.path("content").properties()) {
      var example = api.exampleOf(media.getValue());
      if (!example.isMissingNode()) {
        all.addAll(ExampleFit.misfits(api, place, media.getValue().path("schema"), example));
      }
    }
    return all;
  }
}
