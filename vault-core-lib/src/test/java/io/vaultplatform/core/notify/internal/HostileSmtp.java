package io.vaultplatform.core.notify.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A small SMTP server on loopback that behaves as badly as it is told, and keeps every message
 * whose last dot it read.
 */
final class HostileSmtp implements AutoCloseable {

  /** How it behaves. */
  enum Manner {
    /** As it should. */
    POLITE,
    /** 550 to the recipient, quoting the address. */
    UNKNOWN_RECIPIENT,
    /** 451 to the recipient. */
    GREYLISTING,
    /** 554 after the message was read. */
    SPAM,
    /** Accepts the connection and never says a word. */
    SILENT,
    /** Sends one byte at a time, each well within a read time limit, for ever. */
    DRIPPING,
    /** Reads the message and hangs up instead of answering. */
    HANGS_UP_AFTER_DATA
  }

  private final ServerSocket socket;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  volatile Manner manner;

  HostileSmtp(Manner manner) {
    this.manner = manner;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  List<String> messages() {
    return List.copyOf(messages);
  }

  private static void start(Runnable run) {
    var thread = new Thread(run, "hostile smtp");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        open.add(client);
        start(() -> talk(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void talk(Socket client) {
    try (client;
        var in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      switch (manner) {
        case SILENT -> in.readLine();
        case DRIPPING -> drip(client);
        case POLITE, UNKNOWN_RECIPIENT, GREYLISTING, SPAM, HANGS_UP_AFTER_DATA ->
            converse(client, in);
      }
    } catch (IOException e) {
      return; // the client has gone
    }
  }

  private static void drip(Socket client) throws IOException {
    say(client, "220-");
    while (true) {
      client.getOutputStream().write('a');
      client.getOutputStream().flush();
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void converse(Socket client, BufferedReader in) throws IOException {
    say(client, "220 hostile\r\n");
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var command =
          line.length() < 4 ? line : line.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
      switch (command) {
        case "EHLO", "HELO", "MAIL", "RSET" -> say(client, "250 fine\r\n");
        case "RCPT" -> say(client, rcpt(line));
        case "DATA" -> {
          say(client, "354 go on\r\n");
          messages.add(message(in));
          if (manner == Manner.HANGS_UP_AFTER_DATA) {
            return;
          }
          say(client, manner == Manner.SPAM ? "554 5.7.1 no\r\n" : "250 2.0.0 queued as 4711\r\n");
        }
        case "QUIT" -> {
          say(client, "221 bye\r\n");
          return;
        }
        default -> say(client, "500 what\r\n");
      }
    }
  }

  private String rcpt(String line) {
    return switch (manner) {
      case UNKNOWN_RECIPIENT -> "550 5.1.1 " + line.substring(8) + " is nobody\r\n";
      case GREYLISTING -> "451 4.7.1 try later\r\n";
      case POLITE, SPAM, SILENT, DRIPPING, HANGS_UP_AFTER_DATA -> "250 fine\r\n";
    };
  }

  private static String message(BufferedReader in) throws IOException {
    var message = new StringBuilder();
    for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      message.append(line).append('\n');
    }
    return message.toString();
  }

  private static void say(Socket client, String words) throws IOException {
    client.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (var client : open) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
