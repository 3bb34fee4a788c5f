package io.vaultplatform.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/**
 * Clients that begin a request and then send nothing: they are cut off soon, and hold up neither
 * the server's probes nor, once they are gone, anybody else.
 */
class StalledClientsIT {
  private static final int MANY = 60;
  private static final String CLOSED = "closed";

  private final Http server = Http.to(Product.WITNESS_VAULT);

  @Test
  void stalled_bodies_do_not_keep_the_probes_waiting_and_are_ended_within_a_minute()
      throws Exception {
    var stalled = new ArrayList<Socket>();
    try {
      var begun = Instant.now();
      for (int i = 0; i < MANY; i++) {
        stalled.add(sent("Content-Length: 1000\r\n\r\n{"));
      }
      for (int i = 0; i < 5; i++) {
        var asked = Instant.now();
        assertThat(server.get("/health/live").status()).isEqualTo(200);
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(5));
      }
      // More than one address may have: told so at once, whichever of them came last.
      var waiting = new ArrayList<Socket>();
      for (var socket : stalled) {
        if (socket.getInputStream().available() == 0) {
          waiting.add(socket);
        } else {
          assertThat(answered(socket, Duration.ofSeconds(5))).contains(" 503 ");
        }
      }
      assertThat(waiting).hasSizeBetween(1, 48);
      assertThat(answered(waiting.getFirst(), Duration.ofSeconds(45)))
          .containsAnyOf(" 400 ", CLOSED);
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(45));
    } finally {
      for (var socket : stalled) {
        socket.close();
      }
    }
    assertThat(roomAgain()).isTrue();
  }

  @Test
  void a_length_that_is_none_is_answered_at_once() throws Exception {
    for (var length : new String[] {"99999999999999999999", "-1", "x", "1e3"}) {
      try (var socket = sent("Content-Length: " + length + "\r\n\r\n{")) {
        assertThat(answered(socket, Duration.ofSeconds(5))).as(length).contains(" 400 ");
      }
    }
  }

  private static Socket sent(String rest) throws IOException {
    var base = RealParts.whole().server(Product.WITNESS_VAULT).base();
    var socket = new Socket();
    socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), 10_000);
    var head =
        "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    socket.getOutputStream().write((head + rest).getBytes(US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  /** The first line of the answer, or that there was none and the line is cut. */
  private static String answered(Socket socket, Duration patience) throws IOException {
    try {
      var line = line(socket, patience);
      return line.isEmpty() ? CLOSED : line;
    } catch (SocketException e) {
      return CLOSED;
    }
  }

  private static String line(Socket socket, Duration patience) throws IOException {
    socket.setSoTimeout((int) patience.toMillis());
    var line = new StringBuilder();
    for (int c = socket.getInputStream().read();
        c >= 0 && c != '\r';
        c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private boolean roomAgain() throws InterruptedException {
    var end = Instant.now().plusSeconds(40);
    while (Instant.now().isBefore(end)) {
      if (server.get("/api/v1/jwks").status() == 200) {
        return true;
      }
      Thread.sleep(200);
    }
    return false;
  }
}
