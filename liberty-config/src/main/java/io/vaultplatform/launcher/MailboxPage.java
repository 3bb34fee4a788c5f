package io.vaultplatform.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The mailbox in a browser: {@code /} is a plain page, {@code /mails} the same as JSON.
 *
 * <p>Mails carry single-use links, so only this machine is answered, and only when asked by its own
 * name: a web page elsewhere that points its name at 127.0.0.1 gets nothing.
 */
final class MailboxPage implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());

  private MailboxPage(HttpServer server) {
    this.server = server;
  }

  static MailboxPage on(int port) {
    try {
      return new MailboxPage(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void show(Supplier<List<Mailbox.Mail>> mails) {
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, mails));
    server.start();
  }

  private static void answer(HttpExchange exchange, Supplier<List<Mailbox.Mail>> mails)
      throws IOException {
    try (exchange) {
      if (!askedByOurName(exchange.getRequestHeaders().getFirst("Host"))) {
        send(exchange, 403, "text/plain", "This mailbox answers to localhost only.\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "Mails can only be read here.\n");
      } else {
        switch (exchange.getRequestURI().getPath()) {
          case "/" -> send(exchange, 200, "text/html", MailView.page(mails.get()));
          case "/mails" -> send(exchange, 200, "application/json", MailView.json(mails.get()));
          default -> send(exchange, 404, "text/plain", "There is / and /mails.\n");
        }
      }
    }
  }

  private static boolean askedByOurName(@org.jspecify.annotations.Nullable String host) {
    return host != null && host.matches("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    var bytes = text.getBytes(UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type + "; charset=utf-8");
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src "
            + MailView.styleSource()
            + "; base-uri 'none'; frame-ancestors 'none'");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
