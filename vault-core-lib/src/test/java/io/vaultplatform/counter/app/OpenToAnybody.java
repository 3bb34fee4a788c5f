package io.vaultplatform.counter.app;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource that forgot to say who may call it. */
@Path("secrets")
final class OpenToAnybody {
  @GET
  String secret() {
    return "";
  }
}
