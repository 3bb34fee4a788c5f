package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.content.AgePayload;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.Upload;
import io.vaultplatform.core.content.UploadLimits;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.store.LocalWork;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Uploads and downloads a payload that no array could hold in this program's heap; run by {@link
 * StreamingMemoryIT} in a process of its own.
 */
final class LargeTransfer {
  private LargeTransfer() {}

  public static void main(String... arguments) {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {Integer.parseInt(arguments[0])});
    source.setDatabaseName(arguments[1]);
    source.setUser("vault_app");
    source.setPassword(System.getenv("TEST_DATABASE_PASSWORD"));
    long plain = Long.parseLong(arguments[2]);
    long size = AgePayload.lengthOf(plain);
    var stage = new Stage(new LocalWork(source), new UploadLimits(size, 64 * 1024, size));
    var ann = new Writing();
    var vault = stage.vault(ann);
    var small = ann.document(Writing.item(EncryptionClass.C, vault.id()), "small", List.of());
    var manifest = manifest(small.manifest(), plain, size);
    var parts =
        new Writing.Parts(
            small.item(),
            small.header(),
            small.payload(),
            small.metadata(),
            manifest,
            manifest.sign(ann.signing));
    Stage.done(stage.offer(ann, parts));
    var found = stage.find(ann.account, vault.id());
    var stored =
        Stage.done(
            stage.outside(
                ann.account, () -> found.append(parts.item().document(), 1, 0, new Pattern(size))));
    if (!(stored instanceof Upload.Complete)) {
      throw new AssertionError("not complete: " + stored);
    }
    var back = Digest.running();
    var file = Stage.done(stage.work.as(ann.account, () -> found.fetch(parts.item().document())));
    file.writeTo(new Hashing(back), parts.header().length, size);
    if (!back.hex().equals(manifest.payloadSha256())) {
      throw new AssertionError("other bytes came back");
    }
    System.out.println("the same bytes came back");
  }

  private static Manifest manifest(Manifest of, long plain, long size) {
    var hash = Digest.running();
    var buffer = new byte[1 << 16];
    var pattern = new Pattern(size);
    for (int n; (n = pattern.read(buffer, 0, buffer.length)) > 0; ) {
      hash.add(buffer, 0, n);
    }
    return new Manifest(
        of.owner(),
        of.vault(),
        of.document(),
        of.version(),
        of.encryptionClass(),
        of.escrow(),
        hash.hex(),
        size,
        plain,
        of.metadataPayloadSha256(),
        of.headers());
  }

  /** Bytes that differ from piece to piece; the server cannot tell them from ciphertext. */
  private static final class Pattern extends InputStream {
    private final long size;
    private long at;

    Pattern(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      return at == size ? -1 : (int) (at * 31 + (at++ >> 16)) & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int count) {
      int n = (int) Math.min(count, size - at);
      for (int i = 0; i < n; i++) {
        to[offset + i] = (byte) (at * 31 + (at >> 16));
        at++;
      }
      return n == 0 && count > 0 ? -1 : n;
    }
  }

  private static final class Hashing extends OutputStream {
    private final Digest hash;

    Hashing(Digest hash) {
      this.hash = hash;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      hash.add(bytes, offset, length);
    }
  }
}
