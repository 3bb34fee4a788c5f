package io.vaultplatform.core.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The strict grammar of an age v1 header, read byte by byte under limits.
 *
 * <p>The bytes are kept once and everything is read where it stands: a stranger's header with
 * twenty shares of suite {@code hybrid} would otherwise cost several times its size.
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
  // All bytes read so far; the line read last is seen[line..end), without its end of line.
  private byte[] seen = new byte[512];
  private int size;
  private int line;
  private int end;

  HeaderReader(InputStream in, AgeLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  AgeHeader header() throws IOException {
    readVersion();
    var stanzas = new ArrayList<AgeStanza>();
    while (true) {
      readLine();
      if (lineBegins("-> ")) {
        if (stanzas.size() == limits.stanzas()) {
          throw new AgeException(
              AgeFault.Kind.TOO_MANY_STANZAS,
              "the header names more than " + limits.stanzas() + " recipients");
        }
        stanzas.add(stanza());
      } else if (lineBegins("---")) {
        return last(stanzas);
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

  private AgeHeader last(List<AgeStanza> stanzas) throws AgeException {
    if (stanzas.isEmpty()) {
      throw malformed("the header names no recipient");
    }
    if (stanzas.size() > 1 && stanzas.stream().anyMatch(s -> s.type().equals(ScryptStanza.TYPE))) {
      // The specification: a passphrase stands alone, so that it authenticates the sender.
      throw malformed("a passphrase stanza stands beside other recipients");
    }
    if (end - line != 4 + 43 || seen[line + 3] != ' ') {
      throw malformed("the header's last line is not a MAC");
    }
    var mac = base64(line + 4, 43);
    return new AgeHeader(stanzas, seen, size, line + 3, mac);
  }

  private AgeStanza stanza() throws IOException {
    checkWords(line + 3);
    int at = endOfWord(line + 3);
    var type = text(line + 3, at);
    boolean inBase64 = AgeStanza.beginsInBase64(type) && at < end;
    int first = at + 1;
    int firstEnd = inBase64 ? endOfWord(first) : first;
    var others = new ArrayList<String>();
    at = inBase64 ? firstEnd : at;
    while (at < end) {
      int from = at + 1;
      at = endOfWord(from);
      others.add(text(from, at));
    }
    // A file that ends in the body is cut, whatever else is wrong with it.
    var body = body();
    var bytes = base64(first, firstEnd - first);
    var stanza = new AgeStanza(type, bytes, others, body);
    checkKnown(stanza);
    return stanza;
  }

  private byte[] body() throws IOException {
    int from = size;
    int letters = 0;
    do {
      readLine();
      if (end - line > LINE) {
        throw malformed("a line of a recipient's body is too long");
      }
      letters += end - line;
    } while (end - line == LINE);
    return base64(from, letters);
  }

  // What a stanza of a known type must look like, checked for every reader, not only for the one it
  // is for.
  private static void checkKnown(AgeStanza stanza) throws AgeException {
    if (stanza.type().equals(Suite.CLASSIC.stanza())) {
      if (!stanza.hasOneArgument() || stanza.firstArgument().length != 32) {
        throw malformed("an X25519 stanza has not exactly one share of 32 bytes");
      }
      if (stanza.bodyLength() != 32) {
        throw malformed("an X25519 stanza does not hold a wrapped file key of 32 bytes");
      }
    }
    if (stanza.type().equals(Suite.HYBRID.stanza())) {
      HybridRecipient.check(stanza);
    }
    if (stanza.type().equals(ScryptStanza.TYPE)) {
      ScryptStanza.check(stanza);
    }
  }

  private void checkWords(int from) throws AgeException {
    int words = 1;
    for (int i = from; i < end; i++) {
      if (seen[i] == ' ') {
        words++;
      } else if (seen[i] < 33 || seen[i] > 126) {
        throw malformed("a recipient's line has a character outside ASCII");
      }
      if (seen[i] == ' ' && (i == from || seen[i - 1] == ' ')) {
        throw malformed("a recipient's line has an empty argument");
      }
    }
    if (from == end || seen[end - 1] == ' ') {
      throw malformed("a recipient's line has an empty argument");
    }
    // Each is an object: counted before it is one, for a header has room for 32,000.
    if (words > 1 + ARGUMENTS) {
      throw malformed("a recipient's line has more than " + ARGUMENTS + " arguments");
    }
  }

  private int endOfWord(int from) {
    int at = from;
    while (at < end && seen[at] != ' ') {
      at++;
    }
    return at;
  }

  private String text(int from, int to) {
    return new String(seen, from, to - from, StandardCharsets.US_ASCII);
  }

  private boolean lineBegins(String start) {
    return end - line >= start.length() && start.equals(text(line, line + start.length()));
  }

  private void readLine() throws IOException {
    line = size;
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
        end = size - 1;
        return;
      }
    }
  }

  private void keep(int b) {
    if (size == seen.length) {
      seen = Arrays.copyOf(seen, Math.min(8 * size, limits.headerBytes()));
    }
    seen[size++] = (byte) b;
  }

  // Canonical, that is without padding, and with zeros for the bits that the last letter has too
  // many. The JDK's decoder wants a body in one piece and forgives both.
  private byte[] base64(int from, int letters) throws AgeException {
    var bytes = new byte[letters * 3 / 4];
    int bits = 0;
    int open = 0; // how many of the bits make no whole byte yet
    int done = 0;
    int at = from;
    for (int i = 0; i < letters; i++, at++) {
      if (seen[at] == '\n') {
        at++; // the end of a full line of a body
      }
      bits = bits << 6 | valueOf(seen[at]);
      open += 6;
      if (open >= 8) {
        open -= 8;
        bytes[done++] = (byte) (bits >> open);
        bits &= (1 << open) - 1;
      }
    }
    if (letters % 4 == 1 || bits != 0) {
      throw notCanonical();
    }
    return bytes;
  }

  private static int valueOf(byte letter) throws AgeException {
    if (letter >= 'A' && letter <= 'Z') {
      return letter - 'A';
    }
    if (letter >= 'a' && letter <= 'z') {
      return letter - 'a' + 26;
    }
    if (letter >= '0' && letter <= '9') {
      return letter - '0' + 52;
    }
    return switch (letter) {
      case '+' -> 62;
      case '/' -> 63;
      default -> throw notCanonical();
    };
  }

  private static AgeException notCanonical() {
    return malformed("a part of the header is not canonical base64");
  }

  static AgeException malformed(String detail) {
    return new AgeException(AgeFault.Kind.MALFORMED_HEADER, detail);
  }
}
