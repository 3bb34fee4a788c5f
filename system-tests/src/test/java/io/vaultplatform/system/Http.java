package io.vaultplatform.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vaultplatform.launcher.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A client that knows nothing of the product: what a test sends is exactly what it says. */
final class Http {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final URI base;
  private final Optional<String> token;

  private Http(URI base, Optional<String> token) {
    this.base = base;
    this.token = token;
  }

  /** What came back. */
  record Answer(int status, HttpHeaders headers, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON, status " + status + ": " + body, e);
      }
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /** Talks to a product of the stack under test. */
  static Http to(Product product) {
    return new Http(RealParts.whole().server(product).base(), Optional.empty());
  }

  /** Talks to another part of the stack, such as its mailbox. */
  static Http at(String base) {
    return new Http(URI.create(base), Optional.empty());
  }

  /** The same, signed in. */
  Http with(String accessToken) {
    return new Http(base, Optional.of(accessToken));
  }

  Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody(), "application/json");
  }

  /** What came back, as bytes. */
  static final class File {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] bytes;

    private File(int status, HttpHeaders headers, byte[] bytes) {
      this.status = status;
      this.headers = headers;
      this.bytes = bytes;
    }

    int status() {
      return status;
    }

    HttpHeaders headers() {
      return headers;
    }

    byte[] bytes() {
      return bytes.clone();
    }
  }

  /** Fetches a file, or part of one. */
  File download(String path, Map<String, String> headers) {
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60)).GET();
    headers.forEach(request::header);
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      var response = client.send(request.build(), BodyHandlers.ofByteArray());
      return new File(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("GET " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a payload from an offset on. */
  Answer upload(String path, long offset, byte[] bytes) {
    return send(
        "PUT",
        path,
        BodyPublishers.ofByteArray(bytes),
        "application/octet-stream",
        Map.of("Upload-Offset", Long.toString(offset)));
  }

  Answer head(String path) {
    return send("HEAD", path, BodyPublishers.noBody(), "application/json");
  }

  Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody(), "application/json");
  }

  Answer post(String path, Object json) {
    return post(path, json, Map.of());
  }

  Answer post(String path, Object json, Map<String, String> headers) {
    return send("POST", path, BodyPublishers.ofString(text(json)), "application/json", headers);
  }

  Answer put(String path, Object json, Map<String, String> headers) {
    return send("PUT", path, BodyPublishers.ofString(text(json)), "application/json", headers);
  }

  Answer send(String method, String path, BodyPublisher body, String type) {
    return send(method, path, body, type, Map.of());
  }

  Answer send(
      String method, String path, BodyPublisher body, String type, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", type)
            .method(method, body);
    headers.forEach(request::header);
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      var response = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(Object json) {
    try {
      return json instanceof String text ? text : JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
