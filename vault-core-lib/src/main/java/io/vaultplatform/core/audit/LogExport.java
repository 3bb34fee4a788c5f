package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes an export, line by line: the checkpoint, the entries up to it, the subjects' keys, the
 * signed end. See {@code docs/formats/audit-export-v1.md}.
 *
 * <p>Entries must come in order and reach the checkpoint; an export that would not verify is not
 * written.
 */
public final class LogExport {

  /** The name and version of the format. */
  public static final String FORMAT = "vault/audit-export/v1";

  /** The format of the signed end; the domain of its signature. */
  static final String END = "vault/audit-export-end/v1";

  private final OutputStream out;
  private final Checkpoint checkpoint;
  private final Digest keyLines = Digest.running();
  private Head head;
  private long erased;
  private long keys;

  private LogExport(Checkpoint checkpoint, OutputStream out) {
    this.out = out;
    this.checkpoint = checkpoint;
    head = Head.genesis(checkpoint.head().chain());
  }

  /** Begins an export up to {@code checkpoint} of a log that has one key. */
  public static LogExport begin(Checkpoint checkpoint, OutputStream out) {
    return begin(checkpoint, List.of(), out);
  }

  /** Begins an export up to {@code checkpoint}. */
  public static LogExport begin(
      Checkpoint checkpoint, List<Succession> successions, OutputStream out) {
    var export = new LogExport(checkpoint, out);
    var header = new HashMap<String, Object>();
    header.put("format", FORMAT);
    header.put("checkpoint", checkpoint.signed().toTree());
    if (!successions.isEmpty()) {
      header.put("successions", successions.stream().map(Succession::toTree).toList());
    }
    export.write(header);
    return export;
  }

  /**
   * The next entry.
   *
   * @param payload the ciphertext of its personal payload; absent when it has none or it was erased
   */
  public void entry(Entry entry, Receipt receipt, Optional<byte[]> payload) {
    if (entry.sequence() != head.sequence() + 1 || !entry.previous().equals(head.hash())) {
      throw new IllegalStateException("entry " + entry.sequence() + " does not follow");
    }
    var line = new HashMap<String, Object>();
    line.put("entry", entry.toTree());
    line.put("hash", receipt.hash());
    line.put("signature", Trust.signature(receipt.toTree()));
    payload.ifPresent(bytes -> line.put("payload", Base64Url.encode(bytes)));
    if (entry.payload().isPresent() && payload.isEmpty()) {
      line.put("erased", true);
      erased++;
    }
    write(line);
    head = entry.head();
  }

  /**
   * A subject's key.
   *
   * @param file an age file to the owner, see the format's page
   */
  public void key(UUID subject, byte[] file) {
    var line = Map.of("subject", subject.toString(), "file", Base64Url.encode(file));
    keyLines.add(write(Map.of("subjectKey", line)));
    keys++;
  }

  /** Writes the signed end. */
  public void end(SigningKey key) {
    if (!head.equals(checkpoint.head())) {
      throw new IllegalStateException("the export does not reach its checkpoint");
    }
    var body = endBody(head, erased, keys, keyLines.hex());
    write(Map.of("end", Signed.sign(body, key).toTree()));
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the export cannot be written", e);
    }
  }

  static Map<String, Object> endBody(Head head, long erased, long keys, String keysSha256) {
    return Map.of(
        "format", END,
        "chain", head.chain().toTree(),
        "sequence", head.sequence(),
        "hash", head.hash(),
        "erased", erased,
        "keys", keys,
        "keysSha256", keysSha256);
  }

  private byte[] write(Map<String, ?> line) {
    var bytes = (CanonicalJson.text(line) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("the export cannot be written", e);
    }
    return bytes;
  }
}
