package io.vaultplatform.witness.web;

import io.vaultplatform.core.base.Bytes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The proxies in front of us, by configuration ({@code 10.0.0.0/8, ::1}). Only what one of them
 * wrote into {@code X-Forwarded-For} is believed: anybody else can write anything there, and would
 * choose whose back-off they share.
 */
record Proxies(List<Network> networks) {
  // Only digits: a name would be looked up, and the client would choose which.
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  // Of a header, in characters: dozens of proxies.
  private static final int LONGEST = 2048;

  record Network(Bytes prefix, int bits) {
    boolean holds(byte[] other) {
      var address = prefix.toArray();
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  Proxies {
    networks = List.copyOf(networks);
  }

  /**
   * @throws IllegalStateException naming the entry that is no address or network
   */
  static Proxies of(List<String> texts) {
    return new Proxies(texts.stream().map(Proxies::network).toList());
  }

  /**
   * The nearest address that is not one of our proxies.
   *
   * @param forwardedFor every line of that header, in order: a proxy that adds a line of its own
   *     leaves its client's line before it, and RFC 9110 makes them one list
   */
  String client(String connection, List<String> forwardedFor) {
    var nearest = connection;
    var chain = String.join(",", forwardedFor);
    // The end is what our own proxies wrote, however much somebody put before it.
    var end = chain.substring(Math.max(0, chain.length() - LONGEST));
    if (end.isEmpty()) {
      return nearest;
    }
    for (var hop : Arrays.asList(end.split(",", -1)).reversed()) {
      var address = hop.strip();
      // A proxy appends who connected to it, so each entry is believed only if the one behind it is
      // a proxy of ours.
      if (!isOurs(nearest) || !ADDRESS.matcher(address).matches()) {
        return nearest;
      }
      nearest = address;
    }
    return nearest;
  }

  private boolean isOurs(String address) {
    var bytes = bytes(address);
    return networks.stream().anyMatch(network -> network.holds(bytes));
  }

  private static Network network(String text) {
    var parts = text.split("/", 2);
    var address = ADDRESS.matcher(parts[0]).matches() ? bytes(parts[0]) : new byte[0];
    int most = address.length * 8;
    int bits = most;
    if (parts.length == 2) {
      bits = parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : -1;
    }
    if (most == 0 || bits < 0 || bits > most) {
      throw new IllegalStateException(
          "setting vault.web.proxies holds what is no address or network: " + text);
    }
    return new Network(Bytes.of(address), bits);
  }

  private static byte[] bytes(String address) {
    try {
      return ADDRESS.matcher(address).matches()
          ? InetAddress.getByName(address).getAddress()
          : new byte[0];
    } catch (UnknownHostException e) {
      // Digits and dots that are no address, 999.1.1.1: nobody we know.
      return new byte[0];
    }
  }
}
