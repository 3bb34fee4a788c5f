package io.vaultplatform.witness.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * The answer to a request that made something: 201, and where it is.
 *
 * <p>Its address is a path of this server (RFC 9110, 10.2.2 allows it). {@code Response.created}
 * would resolve it against a base that comes from the client's Host header, which any proxy in
 * front of us and any client may set to something else.
 */
public final class Made {
  private static final String API = "/api/v1/";

  private Made() {}

  /**
   * A 201.
   *
   * @param path below the API's root, such as {@code vaults/019c…}; ids and numbers need no
   *     escaping
   */
  public static Response.ResponseBuilder at(String path) {
    return Response.status(Response.Status.CREATED).header(HttpHeaders.LOCATION, API + path);
  }
}
