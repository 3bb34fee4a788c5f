package io.vaultplatform.cli.http;

import io.vaultplatform.cli.Stop;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One server's API under {@code /api/v1}: every answer is a {@link Reply}, every refusal a {@link
 * Stop} with the server's own sentence, every silence a {@link Stop} of its own kind.
 */
public final class Api {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI base;
  private final HttpClient http;
  private @Nullable Access access;

  /** Whoever holds the tokens. */
  public interface Access {
    /** The access token to send. */
    String token();

    /**
     * Gets a new access token after the server no longer took the old one; false when it cannot.
     *
     * @param refused the token that was not taken
     */
    boolean renew(String refused);
  }

  /** An answer that was no refusal. */
  public record Reply(int status, Json body, Optional<String> etag, Optional<String> offset) {}

  /**
   * @param server such as {@code https://vault.example}
   * @throws Stop when it is no web address, or one that would send secrets in clear over a network
   */
  public Api(String server) {
    this.base = check(server);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  private static URI check(String server) {
    URI uri;
    try {
      uri = URI.create(server.endsWith("/") ? server.substring(0, server.length() - 1) : server);
    } catch (IllegalArgumentException e) {
      throw Stop.usage("--server takes a web address such as https://vault.example.");
    }
    var host = uri.getHost() == null ? "" : uri.getHost();
    boolean local = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && local)) {
      throw Stop.usage(
          "--server takes an https address; plain http is for this machine alone (localhost).");
    }
    return uri;
  }

  /** The server's address. */
  public URI server() {
    return base;
  }

  /** Sends these tokens from now on. */
  public void use(Access tokens) {
    access = tokens;
  }

  public Reply get(String path) {
    return json("GET", path, null, null);
  }

  public Reply post(String path, Map<String, ?> body) {
    return json("POST", path, body, null);
  }

  public Reply put(String path, Map<String, ?> body, @Nullable String etag) {
    return json("PUT", path, body, etag);
  }

  public Reply delete(String path) {
    return json("DELETE", path, null, null);
  }

  /** The offset at which an upload continues. */
  public long uploadOffset(String path) {
    var reply =
        send(path, b -> b.method("HEAD", BodyPublishers.noBody()), BodyHandlers.ofByteArray());
    return reply
        .headers()
        .firstValueAsLong("Upload-Offset")
        .orElseThrow(() -> Stop.refused("The server does not say how much of the upload it has."));
  }

  /** Sends raw bytes from an offset on. */
  public Reply upload(String path, long offset, BodyPublisher bytes) {
    var response =
        send(
            path,
            b ->
                b.header("Content-Type", "application/octet-stream")
                    .header("Upload-Offset", Long.toString(offset))
                    .timeout(Duration.ofHours(6))
                    .PUT(bytes),
            BodyHandlers.ofByteArray());
    return reply(response);
  }

  /** The bytes of a resource, as they come. The caller closes the stream. */
  public InputStream download(String path) {
    return stream(path, HttpRequest.Builder::GET);
  }

  /** As {@link #download}, for a resource whose access needs a body. */
  public InputStream download(String path, Map<String, ?> body) {
    return stream(
        path,
        b ->
            b.header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  private InputStream stream(String path, Request request) {
    var response = exchange(path, request, BodyHandlers.ofInputStream());
    if (response.statusCode() >= 400) {
      try (var body = response.body()) {
        throw refusal(path, response.statusCode(), body.readNBytes(64 * 1024));
      } catch (IOException e) {
        throw silent(e);
      }
    }
    return response.body();
  }

  private Reply json(
      String method, String path, @Nullable Map<String, ?> body, @Nullable String etag) {
    // One key for every repetition of this call: a POST that is sent twice is done once.
    var key = UUID.randomUUID().toString();
    Request request =
        b -> {
          b.timeout(PATIENCE).header("Accept", "application/json");
          if (etag != null) {
            b.header("If-Match", etag);
          }
          if (method.equals("POST")) {
            b.header("Idempotency-Key", key);
          }
          if (body == null) {
            b.method(method, BodyPublishers.noBody());
          } else {
            b.header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(Json.bytes(body)));
          }
        };
    return reply(send(path, request, BodyHandlers.ofByteArray()));
  }

  private static Reply reply(HttpResponse<byte[]> response) {
    var body = response.body();
    Json json;
    if (body.length == 0) {
      json = new Json(Map.of());
    } else if (body[0] == '[') {
      json = new Json(Map.of("items", Json.parseList(body).stream().map(Json::members).toList()));
    } else {
      json = Json.parse(body);
    }
    return new Reply(
        response.statusCode(),
        json,
        response.headers().firstValue("ETag"),
        response.headers().firstValue("Upload-Offset"));
  }

  @FunctionalInterface
  private interface Request {
    void into(HttpRequest.Builder builder);
  }

  private HttpResponse<byte[]> send(String path, Request request, BodyHandler<byte[]> handler) {
    var response = exchange(path, request, handler);
    if (response.statusCode() >= 400) {
      throw refusal(path, response.statusCode(), response.body());
    }
    return response;
  }

  private <T> HttpResponse<T> exchange(String path, Request request, BodyHandler<T> handler) {
    var token = token(path);
    var response = once(path, request, handler, token);
    if (response.statusCode() == 401 && access != null && !token.isEmpty() && access.renew(token)) {
      response = once(path, request, handler, token(path));
    }
    return response;
  }

  // Trustees and recipients act with a link alone. An account's token beside it would tell the
  // server, which need not be the account's, who opened the letter.
  private String token(String path) {
    return access == null || path.matches("(links|recipient)/.*") ? "" : access.token();
  }

  private <T> HttpResponse<T> once(
      String path, Request request, BodyHandler<T> handler, String token) {
    var builder = HttpRequest.newBuilder(URI.create(base + "/api/v1/" + path));
    request.into(builder);
    if (!token.isEmpty()) {
      builder.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(builder.build(), handler);
    } catch (IOException e) {
      throw silent(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent(e);
    }
  }

  private Stop silent(Exception cause) {
    return Stop.unreachable(
        "No answer from " + base + ". Is it running, and is the address right?", cause);
  }

  private static Stop refusal(String path, int status, byte[] body) {
    // Trustees and recipients have no account, and who signs in is told what was wrong with that.
    if (status == 401 && !path.matches("(links|recipient|sessions)[/?].*|sessions")) {
      return Stop.refused("You are not signed in, or no longer: run \"vault sign-in\".");
    }
    String sentence = "The server refused (" + status + ").";
    String field = null;
    try {
      var problem = Json.parse(body);
      sentence =
          problem.optionalText("detail").or(() -> problem.optionalText("title")).orElse(sentence);
      field = problem.optionalText("field").orElse(null);
    } catch (Stop e) {
      // Not a problem document: a proxy in between, or no body at all. The status says enough.
    }
    return status >= 500 && status != 501
        ? Stop.unreachable(
            "The server has a problem of its own (" + status + "): " + sentence, new IOException())
        : Stop.refused(field, sentence);
  }
}
