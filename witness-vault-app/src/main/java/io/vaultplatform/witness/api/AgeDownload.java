package io.vaultplatform.witness.api;

import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.content.Ciphertext;
import io.vaultplatform.witness.web.OutsideOfFile;
import io.vaultplatform.witness.web.RefusedException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers with an {@code .age} file or one part of it (RFC 9110 section 14: a single byte range).
 */
public final class AgeDownload {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,15})-([0-9]{0,15})");

  private AgeDownload() {}

  /** The answer; {@code range} and {@code ifRange} as the client sent them. */
  public static Response of(Ciphertext file, @Nullable String range, @Nullable String ifRange) {
    var tag = new EntityTag(file.document().etag());
    var quoted = '"' + tag.getValue() + '"';
    var part =
        range == null || (ifRange != null && !ifRange.equals(quoted))
            ? Optional.<Part>empty()
            : part(range, file.size());
    long from = part.map(Part::from).orElse(0L);
    long length = part.map(Part::length).orElse(file.size());
    if (part.isPresent() && length == 0) {
      throw new OutsideOfFile(file.size());
    }
    StreamingOutput body = out -> file.writeTo(out, from, length);
    var answer =
        Response.status(part.isPresent() ? 206 : 200)
            .entity(body)
            .tag(tag)
            .header("Accept-Ranges", "bytes")
            .header(HttpHeaders.CONTENT_LENGTH, length)
            .header(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"" + file.document().item().document() + ".age\"");
    if (part.isPresent()) {
      answer.header(
          "Content-Range", "bytes " + from + "-" + (from + length - 1) + "/" + file.size());
    }
    return answer.build();
  }

  /** The ETag of what the client has seen and replaces; it is compared where nothing can change. */
  static String expected(@Nullable String ifMatch) {
    if (ifMatch == null) {
      throw new RefusedException(
          Reason.INVALID,
          "If-Match",
          "If-Match is missing: send the ETag of what is to be replaced.");
    }
    return ifMatch.length() >= 2 && ifMatch.startsWith("\"") && ifMatch.endsWith("\"")
        ? ifMatch.substring(1, ifMatch.length() - 1)
        : ifMatch;
  }

  private record Part(long from, long length) {}

  // What is not a single range of bytes is ignored, as the RFC allows: the whole file is sent.
  private static Optional<Part> part(String range, long size) {
    var asked = RANGE.matcher(range);
    if (!asked.matches() || (asked.group(1).isEmpty() && asked.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (asked.group(1).isEmpty()) {
      long last = Math.min(size, Long.parseLong(asked.group(2)));
      return Optional.of(new Part(size - last, last));
    }
    long from = Long.parseLong(asked.group(1));
    long to =
        asked.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(asked.group(2)));
    return to < from && from < size
        ? Optional.empty()
        : Optional.of(new Part(from, Math.max(0, to - from + 1)));
  }
}
