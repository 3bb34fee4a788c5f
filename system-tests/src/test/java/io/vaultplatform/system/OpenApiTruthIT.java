package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import io.vaultplatform.system.ApiDocument.Operation;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the description of the API says, the running server does. */
class OpenApiTruthIT {
  private static final String NOBODYS = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1bff";

  private final ApiDocument api = ApiDocument.of(Product.WITNESS_VAULT);

  @Test
  void a_sign_in_is_needed_where_it_says_so_and_nowhere_else() {
    var wrong = new ArrayList<String>();
    for (var operation : api.operations()) {
      var answer = ask(Http.to(Product.WITNESS_VAULT), operation, "");
      boolean refused = answer.body().contains("Sign in: this needs a valid access token");
      // The answer to a HEAD has no sentence in it.
      if (operation.method().equals("head")
          ? answer.status() != 401
          : refused != operation.needsSignIn()) {
        wrong.add(operation + " " + answer.status());
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void a_repeated_request_is_known_by_its_key_where_it_says_so_and_nowhere_else() {
    var wrong = new ArrayList<String>();
    var owner = Owner.registered();
    for (var operation : api.operations()) {
      if (operation.method().equals("post")) {
        var answer =
            owner.http.post(operation.toNothing(NOBODYS), "", Map.of("Idempotency-Key", "no key!"));
        boolean known = answer.body().contains("\"field\":\"Idempotency-Key\"");
        if (known != takes(operation, "Idempotency-Key")) {
          wrong.add(operation + " " + answer.status());
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void an_id_that_nobody_has_is_answered_as_described() {
    var wrong = new ArrayList<String>();
    var owner = Owner.registered();
    for (var operation : api.operations()) {
      if (operation.hasPathId()) {
        var body = api.exampleOf(operation.node().at("/requestBody/content/application~1json"));
        var answer = ask(owner.http, operation, body.isMissingNode() ? "" : body.toString());
        if (!isAsDescribed(operation, answer)) {
          wrong.add(operation + " " + answer.status() + " " + answer.body());
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void an_id_in_capitals_is_refused_by_the_name_of_its_parameter() {
    var wrong = new ArrayList<String>();
    var owner = Owner.registered();
    for (var operation : api.operations()) {
      var first =
          StreamSupport.stream(operation.node().path("parameters").spliterator(), false)
              .filter(it -> it.path("in").asText().equals("path"))
              .filter(it -> it.at("/schema/format").asText().equals("uuid"))
              .findFirst();
      if (first.isPresent() && !operation.method().equals("head")) {
        var capital =
            operation.toNothing(NOBODYS).replace(NOBODYS, NOBODYS.toUpperCase(Locale.ROOT));
        var answer =
            owner.http.send(
                operation.method().toUpperCase(Locale.ROOT),
                capital,
                BodyPublishers.ofString("{}"),
                type(operation));
        if (answer.status() != 400) {
          wrong.add(operation + " " + answer.status() + " " + answer.body());
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  private boolean isAsDescribed(Operation operation, Http.Answer answer) {
    var described = api.answer(operation, Integer.toString(answer.status()));
    if (described.isMissingNode()) {
      return false;
    }
    for (var header : described.path("headers").properties()) {
      // These are there now and then.
      if (!header.getKey().equals("Idempotent-Replayed")
          && answer.header(header.getKey()).isEmpty()) {
        return false;
      }
    }
    return operation.method().equals("head")
        || answer.status() < 400
        || ExampleFit.misfits(
                api,
                operation.toString(),
                api.root.at("/components/schemas/Problem"),
                answer.json())
            .isEmpty();
  }

  private static Http.Answer ask(Http http, Operation operation, String body) {
    return http.send(
        operation.method().toUpperCase(Locale.ROOT),
        operation.toNothing(NOBODYS),
        BodyPublishers.ofString(body),
        type(operation));
  }

  private static String type(Operation operation) {
    return operation.node().at("/requestBody/content").has("application/octet-stream")
        ? "application/octet-stream"
        : "application/json";
  }

  private static boolean takes(Operation operation, String parameter) {
    for (var known : operation.node().path("parameters")) {
      if (known.path("name").asText().equals(parameter)) {
        return true;
      }
    }
    return false;
  }
}
