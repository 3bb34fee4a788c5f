package io.vaultplatform.witness.web;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * How an operation refuses: each answer that is not a success is a {@link Problem}, with an example
 * made by the code that makes the real ones. Those that no resource has to think of are added.
 */
final class DescribedRefusals {

  private record Sort(String description, Problem example) {}

  private static final String PROBLEM = "problem-";
  private static final Map<String, Sort> SORTS = sorts();

  // What operations have without saying so; the rest each resource describes itself.
  private static final List<String> EVERYWHERE =
      List.of("400", "401", "404", "409", "413", "415", "422", "429", "default");

  private DescribedRefusals() {}

  static void addTo(Components components) {
    SORTS.forEach(
        (status, sort) ->
            components.addExample(
                PROBLEM + status,
                OASFactory.createExample()
                    .summary(sort.description())
                    .value(tree(sort.example()))));
    EVERYWHERE.forEach(
        status -> {
          var answer = words(status);
          answer.setContent(content(status));
          DescribedHeaders.on(status, answer);
          components.addResponse(PROBLEM + status, answer);
        });
  }

  static void in(HttpMethod method, Operation operation) {
    var answers = operation.getResponses();
    // The answer to a HEAD has no body, whatever it says.
    boolean silent = method == HttpMethod.HEAD;
    answers
        .getAPIResponses()
        .forEach(
            (status, answer) -> {
              if (SORTS.containsKey(status) && answer.getContent() == null && !silent) {
                answer.setContent(content(status));
              }
            });
    added(operation)
        .forEach(
            status -> {
              if (!answers.hasAPIResponse(status)) {
                answers.addAPIResponse(status, silent ? words(status) : named(status));
              }
            });
  }

  private static List<String> added(Operation operation) {
    var parameters = DescribedParameters.of(operation);
    var body = operation.getRequestBody();
    boolean json = body != null && body.getContent().hasMediaType("application/json");
    boolean creates = operation.getResponses().hasAPIResponse("201");
    // A sequence of another shape is no address of the server.
    boolean parses = parameters.stream().anyMatch(p -> !p.getName().equals("sequence"));
    var added = new ArrayList<String>();
    if (body != null || parses) {
      added.add("400");
    }
    if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
      added.add("401");
    }
    if (parameters.stream().anyMatch(p -> p.getIn() == In.PATH)) {
      added.add("404");
    }
    if (creates) {
      added.add("409");
      added.add("422");
    }
    if (json) {
      added.add("413");
      added.add("415");
    }
    added.add("429");
    added.add("default");
    return added;
  }

  private static APIResponse named(String status) {
    return OASFactory.createAPIResponse().ref(PROBLEM + status);
  }

  private static APIResponse words(String status) {
    var sort = SORTS.get(status);
    if (sort == null) {
      throw new IllegalStateException("nothing is said about the status " + status);
    }
    return OASFactory.createAPIResponse().description(sort.description());
  }

  private static Content content(String status) {
    var media =
        OASFactory.createMediaType()
            .schema(OASFactory.createSchema().ref("Problem"))
            .addExample("problem", OASFactory.createExample().ref(PROBLEM + status));
    return OASFactory.createContent().addMediaType(Problem.MEDIA.toString(), media);
  }

  private static Map<String, Sort> sorts() {
    var all = new LinkedHashMap<String, Sort>();
    refusal(
        all,
        "Something of the request is missing, unknown, malformed or out of range; field names it",
        Refusal.of(Reason.INVALID, "authKey", "authKey is not base64url without padding."));
    refusal(all, "No valid access token", SignedIn.nobody().refusal());
    refusal(
        all,
        "Never allowed to you",
        Refusal.of(Reason.FORBIDDEN, "Only the owner of a vault writes to it."));
    refusal(
        all,
        "Unknown, or not yours to know: one answer for both",
        Refusal.of(Reason.NOT_FOUND, "vault", "There is no such vault here."));
    refusal(
        all,
        "Not possible as things stand now, or a request with this Idempotency-Key has begun and"
            + " its answer is not known",
        Refusal.of(Reason.CONFLICT, "id", "That id is taken: choose another."));
    refusal(
        all, "Used up, expired or withdrawn", Refusal.of(Reason.GONE, "This link is not valid."));
    refusal(
        all,
        "Changed meanwhile",
        Refusal.of(Reason.STALE, "If-Match", "If-Match is no version that was ever given."));
    refusal(
        all,
        "Larger than may be sent",
        Refusal.of(
            Reason.TOO_LARGE, "body", "body is larger than " + StrictJson.MOST_BYTES + " bytes."));
    refusal(
        all,
        "Well-formed, but a rule refuses it, such as an Idempotency-Key that was used for another"
            + " request",
        Refusal.of(Reason.UNACCEPTABLE, "label", "The label file was cut behind its header."));
    refusal(
        all,
        "Too many requests or tries; Retry-After says how long to wait",
        Refusal.tooMany("Too many requests within a minute.", Duration.ofSeconds(42)));
    all.put(
        "415",
        new Sort(
            "Not a media type that is taken here",
            Problem.of(
                415,
                "http-415",
                "This address does not take that media type; send application/json unless it is"
                    + " described otherwise.",
                DescribedValues.ID)));
    all.put("416", new Sort("Outside of the file", Problem.outside(131072, DescribedValues.ID)));
    all.put(
        "default",
        new Sort(
            "The server failed (500), or others change the same thing at this moment (503, with"
                + " Retry-After). Nothing was changed",
            Problem.busy(DescribedValues.ID)));
    return all;
  }

  private static void refusal(Map<String, Sort> all, String description, Refusal refusal) {
    all.put(
        Integer.toString(refusal.reason().status()),
        new Sort(description, Problem.of(refusal, DescribedValues.ID)));
  }

  private static Map<String, Object> tree(Problem problem) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("type", problem.type());
    tree.put("title", problem.title());
    tree.put("status", problem.status());
    tree.put("detail", problem.detail());
    problem.field().ifPresent(field -> tree.put("field", field));
    tree.put("correlationId", problem.correlationId());
    return tree;
  }
}
