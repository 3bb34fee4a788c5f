package io.vaultplatform.witness.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * The headers of answers, each described once. {@link RequestFrame} and {@link RateLimit} put some
 * on whatever is answered; the rest belong to a status.
 */
final class DescribedHeaders {

  // JAX-RS refuses a media type before anything is counted; a failure may come from further out.
  private static final Set<String> UNCOUNTED = Set.of("415", "default");

  private DescribedHeaders() {}

  static void addTo(Components components) {
    text(components, "X-Correlation-Id", "Finds this request in the log", DescribedValues.ID);
    number(components, "RateLimit-Limit", "Requests that you may make within a minute", 3000);
    number(components, "RateLimit-Remaining", "How many of them are left", 2999);
    number(components, "RateLimit-Reset", "Seconds until all of them are there again", 42);
    number(components, "Retry-After", "Seconds to wait before trying again", 42);
    text(components, "WWW-Authenticate", "What would be accepted", "Bearer");
    text(components, "Location", "Where what was made is found", "/api/v1/vaults/…");
    text(
        components,
        "Idempotent-Replayed",
        "There, and true, when this answer was given before to the same Idempotency-Key",
        "true");
    text(components, "ETag", "The version, for If-Match, If-None-Match and If-Range", "\"1\"");
    text(components, "Accept-Ranges", "Ranges are counted in this unit", "bytes");
    text(
        components,
        "Content-Range",
        "Which bytes these are, and how many there are",
        "bytes 0-65535/131072");
    text(
        components, "Content-Disposition", "A name to save it under", "attachment; filename=\"…\"");
    number(components, "Upload-Offset", "How many bytes of the payload are kept", 4194304);
    number(components, "Upload-Length", "How many bytes the payload has", 8388608);
  }

  static void in(Operation operation) {
    operation.getResponses().getAPIResponses().forEach(DescribedHeaders::on);
  }

  /** Adds the headers that every answer of that status has. */
  static void on(String status, APIResponse answer) {
    if (answer.getRef() != null) {
      return;
    }
    // The model's own map may be one that takes nothing more.
    Map<String, Header> headers = new LinkedHashMap<>();
    if (answer.getHeaders() != null) {
      headers.putAll(answer.getHeaders());
    }
    refer(headers, "X-Correlation-Id");
    if (!UNCOUNTED.contains(status)) {
      refer(headers, "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset");
    }
    switch (status) {
      case "201" -> refer(headers, "Location", "Idempotent-Replayed");
      case "401" -> refer(headers, "WWW-Authenticate");
      case "429", "default" -> refer(headers, "Retry-After");
      // No header belongs to any other status alone.
      default -> {}
    }
    answer.setHeaders(headers);
  }

  private static void refer(Map<String, Header> headers, String... names) {
    for (var name : names) {
      headers.put(name, OASFactory.createHeader().ref(name));
    }
  }

  private static void text(Components all, String name, String description, String example) {
    add(all, name, description, SchemaType.STRING, example);
  }

  private static void number(Components all, String name, String description, int example) {
    add(all, name, description, SchemaType.INTEGER, example);
  }

  private static void add(
      Components all, String name, String description, SchemaType type, Object example) {
    all.addHeader(
        name,
        OASFactory.createHeader()
            .description(description)
            .schema(OASFactory.createSchema().addType(type))
            .example(example));
  }
}
