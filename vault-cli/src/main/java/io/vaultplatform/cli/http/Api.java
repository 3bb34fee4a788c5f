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
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One server's API under {@code /api/v1}: every answer is a {@link Reply}, every refusal a {@link
 * Stop} with the server's own sentence, every silence a {@link Stop} of its own kind.
 */
public final class Api {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** More than any answer that is not a file: a release of ten thousand documents fits. */
  private static final int MOST_BYTES = 64 << 20;

  private final URI base;
  private final Duration patience;
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
  public record Reply(int status, Json body, Optional<String> etag) {}

  /**
   * @param server such as {@code https://vault.example}
   * @throws Stop when it is no web address, or one that would send secrets in clear over a network
   */
  public Api(String server) {
    this(server, PATIENCE);
  }

  /** As above; a server that says nothing for {@code patience} is not there. */
  Api(String server, Duration patience) {
    this.base = check(server);
    this.patience = patience;
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

  /** The offset at which an upload continues; empty when the server has no such upload. */
  public OptionalLong uploadOffset(String path) {
    var response = exchange(path, b -> b.timeout(patience).method("HEAD", BodyPublishers.noBody()));
    var body = whole(response);
    if (response.statusCode() == 404) {
      return OptionalLong.empty();
    }
    if (response.statusCode() >= 400) {
      throw refusal(path, response.statusCode(), body);
    }
    var offset = response.headers().firstValueAsLong("Upload-Offset");
    if (offset.isEmpty()) {
      throw Stop.refused("The server does not say how much of the upload it has.");
    }
    return offset;
  }

  /** Sends raw bytes from an offset on. */
  public Reply upload(String path, long offset, BodyPublisher bytes) {
    return send(
        path,
        b ->
            b.header("Content-Type", "application/octet-stream")
                .header("Upload-Offset", Long.toString(offset))
                .timeout(Duration.ofHours(6))
                .PUT(bytes));
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
    var response =
        exchange(
            path,
            b -> {
              b.timeout(patience);
              request.into(b);
            });
    if (response.statusCode() >= 400) {
      throw refusal(path, response.statusCode(), whole(response));
    }
    return body(response);
  }

  private InputStream body(HttpResponse<InputStream> response) {
    return new Download(response.body(), patience, this::silent);
  }

  private byte[] whole(HttpResponse<InputStream> response) {
    try (var body = body(response)) {
      var bytes = body.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw Stop.refused("The server's answer does not end; nothing of it is used.");
      }
      return bytes;
    } catch (IOException e) {
      throw silent(e);
    }
  }

  private Reply json(
      String method, String path, @Nullable Map<String, ?> body, @Nullable String etag) {
    // One key for every repetition of this call: a POST that is sent twice is done once.
    var key = UUID.randomUUID().toString();
    Request request =
        b -> {
          b.timeout(patience).header("Accept", "application/json");
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
    return send(path, request);
  }

  private static Reply reply(HttpResponse<InputStream> response, byte[] body) {
    Json json;
    if (body.length == 0) {
      json = new Json(Map.of());
    } else if (body[0] == '[') {
      json = new Json(Map.of("items", Json.parseList(body).stream().map(Json::members).toList()));
    } else {
      json = Json.parse(body);
    }
    return new Reply(response.statusCode(), json, response.headers().firstValue("ETag"));
  }

  @FunctionalInterface
  private interface Request {
    void into(HttpRequest.Builder builder);
  }

  private Reply send(String path, Request request) {
    var response = exchange(path, request);
    var body = whole(response);
    if (response.statusCode() >= 400) {
      throw refusal(path, response.statusCode(), body);
    }
    return reply(response, body);
  }

  private HttpResponse<InputStream> exchange(String path, Request request) {
    var token = token(path);
    var response = once(path, request, token);
    if (response.statusCode() == 401 && access != null && !token.isEmpty()) {
      if (access.renew(token)) {
        whole(response); // read to its end, or the connection stays open
        response = once(path, request, token(path));
      }
    }
    return response;
  }

  // Trustees and recipients act with a link alone. An account's token beside it would tell the
  // server, which need not be the account's, who opened the letter.
  private String token(String path) {
    return access == null || path.matches("(links|recipient)/.*") ? "" : access.token();
  }

  private HttpResponse<InputStream> once(String path, Request request, String token) {
    var builder = HttpRequest.newBuilder(URI.create(base + "/api/v1/" + path));
    request.into(builder);
    if (!token.isEmpty()) {
      builder.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(builder.build(), BodyHandlers.ofInputStream());
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
