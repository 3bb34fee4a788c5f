package io.vaultplatform.witness.web;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.store.SqlFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.net.URISyntaxException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Every failure of the API as a problem document. What was refused is said; what broke is written
 * to the log under the correlation id, and the client learns only that id.
 */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());

  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(Throwable failure) {
    var id = RequestFrame.correlationId(request);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedException refused) {
        return refused(refused.refusal(), id);
      }
      // The address of the request is none, a control byte in its query: nothing of ours broke.
      if (cause instanceof URISyntaxException) {
        return ofServer(new BadRequestException(), id);
      }
      if (cause instanceof SqlFailure sql && sql.isBusy()) {
        return busy(id);
      }
    }
    return switch (failure) {
      case FieldException named -> refused(named.refusal(), id);
      case OutsideOfFile outside -> outside(outside, id);
      case WebApplicationException known when known.getResponse().getStatus() < 500 ->
          ofServer(known, id);
      // Whatever is left is a bug or a broken part; its message may hold anything.
      default -> {
        LOG.log(Level.SEVERE, failure, () -> "request " + id + " failed");
        yield Problem.of(
                500,
                "failure",
                "The server failed. Nothing was changed. Try again, and name the correlation id to"
                    + " the operator if it stays.",
                id)
            .response()
            .build();
      }
    };
  }

  private static Response busy(String id) {
    return Problem.busy(id).response().header(HttpHeaders.RETRY_AFTER, 1).build();
  }

  private static Response refused(Refusal refusal, String id) {
    var answer = Problem.of(refusal, id).response();
    // Rounded up: who comes a moment early is refused again.
    refusal
        .retryAfter()
        .ifPresent(
            wait -> answer.header(HttpHeaders.RETRY_AFTER, wait.plusMillis(999).toSeconds()));
    if (refusal.reason() == Refusal.Reason.UNAUTHENTICATED) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return answer.build();
  }

  private static Response outside(OutsideOfFile outside, String id) {
    return Problem.outside(outside.size(), id)
        .response()
        .header("Content-Range", "bytes */" + outside.size())
        .build();
  }

  // What JAX-RS itself refuses: unknown path, method, media type. Its own text can quote the path.
  private static Response ofServer(WebApplicationException known, String id) {
    int status = known.getResponse().getStatus();
    if (status < 400) {
      return known.getResponse();
    }
    var detail =
        switch (status) {
          case 404 -> "There is nothing at this address.";
          case 405 -> "This address does not take this method.";
          case 406 -> "This address does not answer with that media type.";
          case 415 ->
              "This address does not take that media type; send application/json unless it is"
                  + " described otherwise.";
          default -> "The request is refused.";
        };
    var answer = Problem.of(status, "http-" + status, detail, id).response();
    known
        .getResponse()
        .getAllowedMethods()
        .forEach(method -> answer.header(HttpHeaders.ALLOW, method));
    return answer.build();
  }
}
