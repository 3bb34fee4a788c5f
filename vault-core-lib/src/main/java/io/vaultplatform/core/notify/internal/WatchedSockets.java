package io.vaultplatform.core.notify.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;

/**
 * Plain sockets that another thread can close: the only way to end a conversation whose every
 * single answer is in time.
 */
final class WatchedSockets extends SocketFactory {
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  void closeAll() {
    closed = true;
    for (var socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // Closing is all we wanted, and the socket is gone either way.
      }
    }
  }

  boolean closedByUs() {
    return closed;
  }

  private Socket watched(Socket socket) throws IOException {
    open.add(socket);
    // The limit may have passed between the last answer and this.
    if (closed) {
      socket.close();
      throw new IOException("time limit");
    }
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    return watched(new Socket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return watched(new Socket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return watched(new Socket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return watched(new Socket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return watched(new Socket(host, port, local, localPort));
  }
}
