package io.vaultplatform.witness.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vaultplatform.core.base.Refusal;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A problem document (RFC 9457). */
@Schema(description = "Why a request was refused (RFC 9457). Nothing was changed.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    @Schema(
            description = "The kind of refusal, stable for programs",
            examples = "urn:vault:problem:invalid")
        String type,
    @Schema(description = "The kind in words", examples = "Invalid") String title,
    @Schema(description = "The HTTP status", examples = "400") int status,
    @Schema(
            description = "What is wrong, in one sentence",
            examples = "is not base64url without padding")
        String detail,
    @Schema(description = "The member of the request it concerns, as a path", examples = "authKey")
        @Nullable String field,
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
        refusal.field().orElse(null),
        correlationId);
  }

  static Problem of(int status, String kind, String detail, String correlationId) {
    var known = Response.Status.fromStatusCode(status);
    var title = known == null ? kind : known.getReasonPhrase();
    return new Problem("urn:vault:problem:" + kind, title, status, detail, null, correlationId);
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
