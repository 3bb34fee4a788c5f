package io.vaultplatform.core.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The strict grammar of an age v1 header, read byte by byte under limits.
 *
 * <p>Our own and not jagged's, because that one reads 64 KiB at once (so header and payload cannot
 * be told apart on a stream), has no limit on stanzas, and reports every fault as one.
 */
final class HeaderReader {
  private static final int LINE = 64; // columns of a full body line
  // No type of stanza has more than three.
  private static final int ARGUMENTS = 32;
  private final InputStream in;
  private final AgeLimits limits;
  // All bytes read so far; a line is a part of them and not collected once more.
  private byte[] seen = new byte[512];
  private int size;

  HeaderReader(InputStream in, AgeLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  AgeHeader header() throws IOException {
    readVersion();
    var stanzas = new ArrayList<AgeStanza>();
    while (true) {
      var line = line();
      if (line.startsWith("-> ")) {
        if (stanzas.size() == limits.stanzas()) {
          throw new AgeException(
              AgeFault.Kind.TOO_MANY_STANZAS,
              "the header names more than " + limits.stanzas() + " recipients");
        }
        stanzas.add(stanza(line));
      } else if (line.startsWith("---")) {
        return end(line, stanzas);
      } else {
        throw malformed("a line of the header begins neither a recipient nor the end");
      }
    }
  }

  private void readVersion() throws IOException {
    var expected = (AgeHeader.VERSION_LINE + "\n").getBytes(StandardCharsets.US_ASCII);
    for (var b : expected) {
      int got = in.read();
      if (got != b) {
        // Also for an empty file and for a prefix of the line: neither is an age file.
        throw new AgeException(AgeFault.Kind.NOT_AGE, "this is not an age v1 file");
      }
      keep(got);
    }
  }

  private AgeHeader end(String line, List<AgeStanza> stanzas) throws AgeException {
    if (stanzas.isEmpty()) {
      throw malformed("the header names no recipient");
    }
    if (stanzas.size() > 1 && stanzas.stream().anyMatch(s -> s.type().equals("scrypt"))) {
      // The specification: a passphrase stands alone, so that it authenticates the sender.
      throw malformed("a passphrase stanza stands beside other recipients");
    }
    if (line.length() != 4 + 43 || line.charAt(3) != ' ') {
      throw malformed("the header's last line is not a MAC");
    }
    var mac = base64(line.substring(4));
    var bytes = Arrays.copyOf(seen, size);
    return new AgeHeader(stanzas, bytes, bytes.length - 1 - 43 - 1, mac);
  }

  private AgeStanza stanza(String line) throws IOException {
    // Each argument is an object: counted before it is one, for a header has room for 32,000.
    if (line.chars().filter(c -> c == ' ').count() > 1 + ARGUMENTS) {
      throw malformed("a recipient's line has more than " + ARGUMENTS + " arguments");
    }
    var words = List.of(line.substring(3).split(" ", -1));
    if (words.stream().anyMatch(word -> !isVisible(word))) {
      throw malformed("a recipient's line has an empty argument or a character outside ASCII");
    }
    var body = new StringBuilder();
    String piece;
    do {
      piece = line();
      if (piece.length() > LINE) {
        throw malformed("a line of a recipient's body is too long");
      }
      body.append(piece);
    } while (piece.length() == LINE);
    var stanza =
        new AgeStanza(words.getFirst(), words.subList(1, words.size()), base64(body.toString()));
    checkKnown(stanza);
    return stanza;
  }

  // What a stanza of a known type must look like, checked for every reader, not only for the one it
  // is for.
  private static void checkKnown(AgeStanza stanza) throws AgeException {
    var arguments = stanza.arguments();
    if (stanza.type().equals(Suite.CLASSIC.stanza())) {
      if (arguments.size() != 1 || base64(arguments.getFirst()).length != 32) {
        throw malformed("an X25519 stanza has not exactly one share of 32 bytes");
      }
      if (stanza.bodyLength() != 32) {
        throw malformed("an X25519 stanza does not hold a wrapped file key of 32 bytes");
      }
    }
    if (stanza.type().equals(Suite.HYBRID.stanza())) {
      HybridRecipient.check(stanza);
    }
    if (stanza.type().equals("scrypt")) {
      ScryptStanza.check(stanza);
    }
  }

  private static boolean isVisible(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> c >= 33 && c <= 126);
  }

  private String line() throws IOException {
    int start = size;
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new AgeException(AgeFault.Kind.TRUNCATED, "the file ends inside its header");
      }
      if (size == limits.headerBytes()) {
        throw new AgeException(
            AgeFault.Kind.HEADER_TOO_LARGE,
            "the header is longer than " + limits.headerBytes() + " bytes");
      }
      keep(b);
      if (b == '\n') {
        return new String(seen, start, size - 1 - start, StandardCharsets.ISO_8859_1);
      }
    }
  }

  private void keep(int b) {
    if (size == seen.length) {
      seen = Arrays.copyOf(seen, 2 * size);
    }
    seen[size++] = (byte) b;
  }

  static byte[] base64(String text) throws AgeException {
    try {
      var bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: both ways of being wrong are one fault.
    }
    throw malformed("a part of the header is not canonical base64");
  }

  static AgeException malformed(String detail) {
    return new AgeException(AgeFault.Kind.MALFORMED_HEADER, detail);
  }
}
