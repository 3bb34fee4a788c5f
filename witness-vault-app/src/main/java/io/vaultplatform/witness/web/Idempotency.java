package io.vaultplatform.witness.web;

import io.vaultplatform.core.accounts.RepeatedRequests;
import io.vaultplatform.core.accounts.RepeatedRequests.Answer;
import io.vaultplatform.core.accounts.RepeatedRequests.Claim;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.store.CurrentPrincipal;
import io.vaultplatform.core.store.Principal;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers a repeated creating request with the answer it had; see {@link Idempotent}. */
@Provider
@Idempotent
@Priority(Priorities.AUTHORIZATION)
@ApplicationScoped
public class Idempotency implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String HEADER = "Idempotency-Key";
  private static final String CLAIMED = "vault.idempotency-key";
  static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{8,64}");

  @Context private ResourceInfo resource;
  @Inject private RepeatedRequests requests;
  @Inject private CurrentPrincipal principal;

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    var key = request.getHeaderString(HEADER);
    if (key == null) {
      return;
    }
    if (!SHAPE.matcher(key).matches()) {
      throw new RefusedException(
          Reason.INVALID, HEADER, HEADER + " has 8 to 64 letters, digits, dashes or underscores.");
    }
    var body = read(resource.getResourceMethod(), request.getEntityStream());
    request.setEntityStream(new ByteArrayInputStream(body));
    var asked =
        Digest.running()
            .add(
                (request.getMethod() + " " + request.getUriInfo().getPath() + "\n")
                    .getBytes(StandardCharsets.UTF_8))
            .add(body)
            .hex();
    switch (requests.claim(who(), key, asked)) {
      case Claim.First() -> request.setProperty(CLAIMED, key);
      case Claim.Again(var answer) -> request.abortWith(repeated(answer));
      case Claim.Unfinished() ->
          throw new RefusedException(
              Reason.CONFLICT,
              HEADER,
              "A request with this key has begun and its answer is not known; look whether it was"
                  + " done.");
      case Claim.Another() ->
          throw new RefusedException(
              Reason.UNACCEPTABLE, HEADER, "This key was used for another request.");
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response)
      throws IOException {
    if (!(request.getProperty(CLAIMED) instanceof String key)) {
      return;
    }
    if (response.getStatus() < 200 || response.getStatus() > 299) {
      requests.forget(who(), key);
      return;
    }
    var body = new ByteArrayOutputStream();
    if (response.hasEntity()) {
      StrictJson.write(response.getEntity(), body);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (var name : List.of(HttpHeaders.LOCATION, HttpHeaders.ETAG)) {
      var value = response.getHeaderString(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    requests.answered(
        who(), key, new Answer(response.getStatus(), headers, Bytes.of(body.toByteArray())));
  }

  // Anybody can send a key with anything behind it: what the method would not read is not read
  // here.
  static byte[] read(Method method, InputStream body) {
    var annotations =
        Arrays.stream(method.getParameterAnnotations())
            .flatMap(Arrays::stream)
            .toArray(Annotation[]::new);
    return StrictJson.bytes(body, StrictJson.most(annotations));
  }

  private static Response repeated(Answer answer) {
    var response = Response.status(answer.status()).header("Idempotent-Replayed", "true");
    answer.headers().forEach(response::header);
    return answer.body().length() == 0
        ? response.build()
        : response.type(MediaType.APPLICATION_JSON_TYPE).entity(answer.body().toArray()).build();
  }

  private Optional<AccountId> who() {
    return switch (principal.get()) {
      case Principal.Person(var account) -> Optional.of(account);
      case Principal.LinkHolder holder -> Optional.empty();
      case Principal.Service service -> Optional.empty();
      case Principal.Nobody nobody -> Optional.empty();
    };
  }
}
