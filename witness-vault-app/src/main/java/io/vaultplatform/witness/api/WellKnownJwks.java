package io.vaultplatform.witness.api;

import io.vaultplatform.core.accounts.TokenKeys;
import io.vaultplatform.witness.web.StrictJson;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The key set where others look for it (RFC 8615); the same as {@link JwksResource}. */
@WebServlet("/.well-known/jwks.json")
public class WellKnownJwks extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Inject private transient TokenKeys keys;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/jwk-set+json");
    StrictJson.write(keys.jwks(), response.getOutputStream());
  }
}
