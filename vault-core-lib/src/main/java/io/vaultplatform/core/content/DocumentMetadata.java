package io.vaultplatform.core.content;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Digest;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;

/**
 * What a document is called and how long it truly is: {@code vault/document-metadata/v1}.
 *
 * <p>The plaintext of a document's metadata file. Titles and file names are content (INV-03): the
 * server stores them only inside an age file with the same recipients as the document.
 *
 * @param title what people call it; may be empty
 * @param fileName the name to save it under: no path, no control characters
 * @param mediaType such as {@code application/pdf}
 * @param size true length of the plaintext in bytes, without padding
 * @param sha256 of the plaintext without padding, lower-case hex
 * @param padding how the plaintext was padded
 */
public record DocumentMetadata(
    String title, String fileName, String mediaType, long size, String sha256, Padding padding) {

  /** The name of the format. */
  public static final String FORMAT = "vault/document-metadata/v1";

  /** The longest canonical form, in bytes; the age file around it is a little longer. */
  public static final int MAX_BYTES = 16 * 1024;

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}");

  /** How the plaintext was padded before it was encrypted. */
  public enum Padding {
    /** Not at all. */
    NONE("none"),
    /** Zero bytes up to {@link Padme#padded}. */
    PADME("padme");

    private final String text;

    Padding(String text) {
      this.text = text;
    }

    /** The length of what is encrypted. */
    public long padded(long size) {
      return switch (this) {
        case NONE -> size;
        case PADME -> Padme.padded(size);
      };
    }

    static Padding named(String text) {
      for (var padding : values()) {
        if (padding.text.equals(text)) {
          return padding;
        }
      }
      throw new FieldException("metadata.padding", "is not none or padme");
    }
  }

  public DocumentMetadata {
    requireText("title", title, 1024);
    requireText("fileName", fileName, 255);
    // A file name from elsewhere is saved on somebody's disk: it must not climb out of their
    // folder.
    if (fileName.isBlank()
        || fileName.equals(".")
        || fileName.equals("..")
        || fileName.indexOf('/') >= 0
        || fileName.indexOf('\\') >= 0) {
      throw new FieldException("metadata.fileName", "is not a plain file name");
    }
    if (!MEDIA_TYPE.matcher(mediaType).matches()) {
      throw new FieldException("metadata.mediaType", "is not a media type as application/pdf");
    }
    if (size < 0 || size > Manifest.MAX_SIZE) {
      throw new FieldException("metadata.size", "is not within 0 and " + Manifest.MAX_SIZE);
    }
    if (!Digest.isSha256Hex(sha256)) {
      throw new FieldException("metadata.sha256", "is not a SHA-256 in lower-case hex");
    }
  }

  /** The canonical bytes to encrypt. */
  public byte[] bytes() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("format", FORMAT);
    tree.put("title", title);
    tree.put("fileName", fileName);
    tree.put("mediaType", mediaType);
    tree.put("size", size);
    tree.put("sha256", sha256);
    tree.put("padding", padding.text);
    return CanonicalJson.bytes(tree);
  }

  /**
   * Reads decrypted metadata.
   *
   * @throws IllegalArgumentException when they are not canonical JSON, or (as {@link
   *     FieldException}) naming the member that is wrong
   */
  public static DocumentMetadata of(byte[] canonical) {
    var fields = Fields.of(CanonicalJson.parse(canonical), "metadata");
    fields.format(FORMAT);
    var metadata =
        new DocumentMetadata(
            fields.text("title"),
            fields.text("fileName"),
            fields.text("mediaType"),
            fields.number("size", 0, Manifest.MAX_SIZE),
            fields.hash("sha256"),
            Padding.named(fields.text("padding")));
    fields.end();
    return metadata;
  }

  private static void requireText(String name, String text, int most) {
    if (text.length() > most || text.chars().anyMatch(Character::isISOControl)) {
      throw new FieldException(
          "metadata." + name, "is longer than " + most + " characters or holds control characters");
    }
  }

  /** Prints nothing of the content. */
  @Override
  public String toString() {
    return "DocumentMetadata[hidden]";
  }
}
