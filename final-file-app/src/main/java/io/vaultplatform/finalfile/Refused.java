package io.vaultplatform.finalfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * A request that leads nowhere gets a problem document. Without this the server would log each as
 * an error, with its path and a stack.
 */
@Provider
public class Refused implements ExceptionMapper<WebApplicationException> {
  @Override
  public Response toResponse(WebApplicationException refused) {
    var status = refused.getResponse().getStatusInfo();
    // The title is the server's own word for the status; nothing of the request is repeated.
    var problem =
        "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}"
            .formatted(status.getReasonPhrase(), status.getStatusCode());
    return Response.fromResponse(refused.getResponse())
        .type("application/problem+json")
        .entity(problem.getBytes(UTF_8))
        .build();
  }
}
