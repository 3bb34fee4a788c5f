package io.vaultplatform.witness.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vaultplatform.core.base.Refusal;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A problem document (RFC 9457). */
@Schema(description = "Why a request was refused (RFC 9457). Nothing was changed.")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Problem(
    @Schema(
            description = "The kind of refusal, stable for programs",
            examples = "urn:vault:problem:invalid")
        String type,
    @Schema(description = "The kind in words", examples = "Invalid") String title,
    @Schema(description = "The HTTP status", examples = "400") int status,
    @Schema(
            description = "What is wrong, in one sentence",
            examples = "authKey is not base64url without padding.")
        String detail,
    @Schema(description = "The member of the request it concerns, as a path", examples = "authKey")
        Optional<String> field,
    @Schema(
            description = "Finds this request in the server's log",
            examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11")
        String correlationId) {

  static final MediaType MEDIA = new MediaType("application", "problem+json");

  static Problem of(Refusal refusal, String correlationId) {
    var reason = refusal.reason();
    return new Problem(
        "urn:vault:problem:" + reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
        title(reason),
        reason.status(),
        refusal.detail(),
        refusal.field(),
        correlationId);
  }

  static Problem of(int status, String kind, String detail, String correlationId) {
    var known = Response.Status.fromStatusCode(status);
    var title = known == null ? kind : known.getReasonPhrase();
    return new Problem(
        "urn:vault:problem:" + kind, title, status, detail, Optional.empty(), correlationId);
  }

  /** Nothing is broken: too many requests want the same thing at once. */
  static Problem busy(String correlationId) {
    return of(
        503,
        "busy",
        "Others change the same thing at this moment. Nothing was changed. Try again.",
        correlationId);
  }

  /** A range that asks for no byte of a file of that size. */
  static Problem outside(long size, String correlationId) {
    return new Problem(
        "urn:vault:problem:http-416",
        "Outside of the file",
        416,
        "The file has " + size + " bytes, and Range asks for none of them.",
        Optional.of("Range"),
        correlationId);
  }

  Response.ResponseBuilder response() {
    return Response.status(status).type(MEDIA).entity(this);
  }

  private static String title(Refusal.Reason reason) {
    return switch (reason) {
      case INVALID -> "Invalid";
      case UNAUTHENTICATED -> "Not signed in";
      case FORBIDDEN -> "Not allowed";
      case NOT_FOUND -> "Not found";
      case CONFLICT -> "Not possible now";
      case GONE -> "No longer there";
      case STALE -> "Changed meanwhile";
      case TOO_LARGE -> "Too large";
      case UNACCEPTABLE -> "Refused by a rule";
      case TOO_MANY -> "Too many tries";
    };
  }
}
