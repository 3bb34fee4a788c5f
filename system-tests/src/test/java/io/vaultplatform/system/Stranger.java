package io.vaultplatform.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who sends whatever bytes they like, which no HTTP client lets a test do. Characters are
 * bytes: the request is sent as it is written.
 */
final class Stranger {
  /** In every path and value that is sent: what is found of it was copied from a request. */
  static final String MARK = "Zq7Mark";

  private static final String END = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  private static final List<String> BYTES =
      List.of("%00", "%01", "%0a", "%0d%0a", "%1b[2J", "%7f", "%c2%85", "%ff", "\u0001", "\u007f");
  private static final List<String> PATHS =
      List.of("/", "/metrics", "/health", "/health/ready", "/openapi", "/api/v1/accounts/me");
  private static final List<String> PARAMETERS = List.of("scope", "name", "format", "x");
  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Accept-Language",
          "Authorization",
          "Content-Type",
          "Cookie",
          "Host",
          "If-None-Match",
          "Origin",
          "Range",
          "User-Agent",
          "X-Correlation-Id",
          "X-Forwarded-For");

  private final URI server;

  Stranger(URI server) {
    this.server = server;
  }

  /** Requests that no program of good will makes. */
  static List<String> bad() {
    var all = new ArrayList<String>();
    for (var path : PATHS) {
      for (var bytes : BYTES) {
        for (var parameter : PARAMETERS) {
          all.add("GET " + path + "?" + parameter + "=" + MARK + bytes + END + "\r\n");
        }
        all.add("GET " + path + MARK + bytes + END + "\r\n");
      }
      for (var header : HEADERS) {
        all.add("GET " + path + END + header + ": " + MARK + "\u0001\u001b\u0085\r\n\r\n");
        all.add("GET " + path + END + header + ": " + MARK + "\r\n\r\n");
      }
      for (var method : List.of("TRACE", "OPTIONS", "DELETE", "F\u0001O")) {
        all.add(method + " " + path + END + "\r\n");
      }
      all.add("POST " + path + END + "Content-Type: \u0001\r\nContent-Length: 2\r\n\r\n{}");
    }
    for (var path :
        List.of(
            "/..%2f" + MARK,
            "/%2e%2e/" + MARK,
            "/a/%2e%2e/" + MARK,
            "/" + MARK + "%5c..%5c",
            "/" + MARK + "\\..\\",
            "/" + MARK + ";x=%2f",
            "/%2f" + MARK,
            "/%zz" + MARK,
            "/metrics/" + MARK,
            "/openapi/ui/%2e%2e/" + MARK,
            "/api/v1/%ff" + MARK,
            "/api/v1/nothing?x=" + MARK + "\u0001",
            "/api/v1/nothing?x=" + MARK + "{",
            "/l/nothing/" + MARK,
            "/WEB-INF/" + MARK,
            "*",
            "//" + MARK,
            "/" + MARK.repeat(1200),
            "/" + MARK.repeat(4000),
            "/" + (MARK + "/").repeat(1200))) {
      all.add("GET " + path + END + "\r\n");
    }
    all.add("\u0000\u0001\u0002\r\n\r\n");
    all.add("GET / HTTP/9.9\r\n\r\n");
    return all;
  }

  /** A request for a path as a page of another site would have a browser make it. */
  static String fromElsewhere(String method, String path) {
    return method
        + " "
        + path
        + END
        + "Origin: https://elsewhere.example\r\nAccess-Control-Request-Method: GET\r\n\r\n";
  }

  /** Sends it and reads what comes; nothing, if it was hung up on. */
  String send(String request) {
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(2000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (java.net.SocketException | java.net.SocketTimeoutException e) {
      // Hung up on, or never answered: that is one way to refuse.
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
