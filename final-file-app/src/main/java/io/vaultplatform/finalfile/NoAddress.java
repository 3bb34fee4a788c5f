package io.vaultplatform.finalfile;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.net.URISyntaxException;

/**
 * An address that is none, such as one with a control byte in its query, is refused like any other
 * bad request. Every other illegal argument is a defect and stays one.
 */
@Provider
public class NoAddress implements ExceptionMapper<IllegalArgumentException> {
  @Override
  public Response toResponse(IllegalArgumentException failure) {
    if (failure.getCause() instanceof URISyntaxException) {
      return new Refused().toResponse(new BadRequestException());
    }
    throw failure;
  }
}
