package io.vaultplatform.witness.pages;

import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.release.Releases.Release;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that a recipient can save one by one, each with a key for the form that asks for it.
 */
final class ReleaseFiles {

  private ReleaseFiles() {}

  /**
   * Bytes as a value: an array in a record would be compared by identity and changed by anybody.
   */
  static final class Bytes {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    int size() {
      return bytes.length;
    }

    void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }

  /** One file. */
  sealed interface Offered {
    String key();

    String name();

    long size();

    /** Small enough to be at hand. */
    record Whole(String key, String name, Bytes content) implements Offered {
      @Override
      public long size() {
        return content.size();
      }
    }

    /** A document, streamed. */
    record Document(String key, String name, DocumentId document, long size) implements Offered {}
  }

  static List<Offered> of(List<Release> releases) {
    var files = new ArrayList<Offered>();
    for (int i = 0; i < releases.size(); i++) {
      var release = releases.get(i);
      var prefix = prefix(releases.size(), i);
      for (int j = 0; j < release.packets().size(); j++) {
        var packet = release.packets().get(j).file().bytes();
        files.add(
            new Offered.Whole(
                "packet." + i + "." + j, prefix + "packet-" + (j + 1) + ".age", new Bytes(packet)));
      }
      for (int j = 0; j < release.documents().size(); j++) {
        document(files, prefix + "document-" + (j + 1), i + "." + j, release.documents().get(j));
      }
      files.add(
          new Offered.Whole(
              "policy." + i, prefix + "policy.json", new Bytes(release.policy().bytes())));
      files.add(
          new Offered.Whole(
              "list." + i, prefix + "release-list.json", new Bytes(release.releaseList().bytes())));
    }
    return List.copyOf(files);
  }

  private static void document(List<Offered> files, String name, String at, StoredDocument stored) {
    var id = stored.manifest().document();
    files.add(new Offered.Document("document." + at, name + ".age", id, stored.fileSize()));
    files.add(
        new Offered.Whole("metadata." + at, name + ".metadata.age", new Bytes(stored.metadata())));
    files.add(
        new Offered.Whole(
            "manifest." + at, name + ".manifest.json", new Bytes(stored.signed().bytes())));
  }

  static String prefix(int releases, int release) {
    return releases == 1 ? "" : "release-" + (release + 1) + "-";
  }

  static Optional<Offered> find(List<Release> releases, String key) {
    return of(releases).stream().filter(file -> file.key().equals(key)).findFirst();
  }
}
