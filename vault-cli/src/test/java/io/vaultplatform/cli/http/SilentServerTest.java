package io.vaultplatform.cli.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.cli.Stop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that says nothing more is not waited for without end: exit code 3. */
@Timeout(60)
class SilentServerTest {
  private final ServerSocket socket = listen();
  private final Api api =
      new Api("http://localhost:" + socket.getLocalPort(), Duration.ofMillis(300));

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
  }

  // Reads nothing, says this much, and keeps the line open.
  private void says(String beginning) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (!socket.isClosed()) {
                  var line = socket.accept();
                  line.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
                }
              } catch (IOException e) {
                // The test is over.
              }
            });
  }

  private static void isUnreachable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(Stop.class)
        .extracting(e -> ((Stop) e).exit())
        .isEqualTo(Stop.Exit.UNREACHABLE);
  }

  @Test
  void a_server_that_never_answers_is_not_there() {
    says("");
    isUnreachable(() -> api.get("vaults"));
    isUnreachable(() -> api.uploadOffset("vaults/1/documents/1/versions/1/payload"));
    isUnreachable(() -> api.download("vaults/1/audit/export"));
    isUnreachable(() -> api.download("recipient/releases/content", Map.of()));
  }

  @Test
  void a_body_that_stops_in_the_middle_is_not_waited_for() {
    says("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"items\":");
    isUnreachable(() -> api.get("vaults"));
    isUnreachable(
        () -> {
          try (var in = api.download("vaults/1/audit/export")) {
            in.readAllBytes();
          }
        });
  }

  @Test
  void an_answer_without_end_does_not_fill_the_memory() {
    Thread.ofVirtual()
        .start(
            () -> {
              try (var line = socket.accept()) {
                var out = line.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                var much = new byte[1 << 20];
                while (true) {
                  out.write(much);
                }
              } catch (IOException e) {
                // The client has gone, as it should.
              }
            });
    assertThatThrownBy(() -> api.get("vaults")).hasMessageContaining("does not end");
  }
}
