package io.vaultplatform.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final RunSettings ports = RunSettings.onFreePorts(Path.of("."), Path.of("."), List.of());

  @Test
  void a_mail_that_is_sent_can_be_read_as_a_page_and_as_json() throws Exception {
    try (var mailbox = Mailbox.start(ports.smtpPort(), ports.mailboxPort())) {
      send("Are you well?", "Answer at http://localhost:9080/l/check-in/abc-1 please.");

      var mail = mailbox.mails().getFirst();
      assertThat(mail.to()).isEqualTo("owner@example.org");
      assertThat(mail.text()).contains("Answer at");
      assertThat(get("/mails").body()).contains("\"subject\":\"Are you well?\"");
      assertThat(get("/").body()).contains("<a href=\"http://localhost:9080/l/check-in/abc-1\">");
    }
  }

  @Test
  void markup_in_a_mail_stays_text() throws Exception {
    try (var mailbox = Mailbox.start(ports.smtpPort(), ports.mailboxPort())) {
      send("<script>alert(1)</script>", "<img src=x onerror=alert(1)> \" ' &");

      assertThat(mailbox.mails()).hasSize(1);
      assertThat(get("/").body()).doesNotContain("<script>", "<img").contains("&lt;script&gt;");
      assertThat(get("/mails").body()).startsWith("[{").contains("\\\" ' &");
    }
  }

  @Test
  void a_page_elsewhere_that_points_its_name_here_gets_nothing() throws Exception {
    try (var mailbox = Mailbox.start(ports.smtpPort(), ports.mailboxPort());
        var socket = new Socket(InetAddress.getLoopbackAddress(), ports.mailboxPort())) {
      assertThat(mailbox.mails()).isEmpty();
      socket
          .getOutputStream()
          .write(
              "GET /mails HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void a_mailbox_that_refuses_mail_accepts_it_again_later() {
    try (var mailbox = Mailbox.start(ports.smtpPort(), ports.mailboxPort())) {
      mailbox.refuseMail();
      assertThat(listens(ports.smtpPort())).isFalse();

      mailbox.acceptMail();
      send("again", "again");
      assertThat(mailbox.mails()).hasSize(1);
    }
  }

  private void send(String subject, String text) {
    GreenMailUtil.sendTextEmail(
        "owner@example.org",
        "vault@localhost",
        subject,
        text,
        new ServerSetup(ports.smtpPort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.mailboxPort() + path))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
