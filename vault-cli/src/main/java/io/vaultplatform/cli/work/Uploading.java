package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.home.SmallFiles;
import io.vaultplatform.cli.http.Api;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.Entrusted;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An upload as it lies on disk: the ciphertext, made once, and what is sent with it.
 *
 * <p>Continuing sends the same bytes again. Encrypting anew under a kept file key would use a nonce
 * twice, and under a new one would make another document than the one the manifest names.
 */
public final class Uploading {
  private static final String OFFER = "offer.json";
  private static final int TRIES = 5;
  private final Path folder;
  private final Json offer;

  private Uploading(Path folder, Json offer) {
    this.folder = folder;
    this.offer = offer;
  }

  /** Keeps what is to be sent, before the first byte leaves. */
  static Uploading keep(Path folder, Map<String, Object> offer) {
    PrivateFiles.replace(folder.resolve(OFFER), Json.bytes(offer));
    return new Uploading(folder, new Json(offer));
  }

  /**
   * Every upload that is not finished. What a killed run left before its upload was complete on
   * disk, or after it was done, is of no use and goes.
   */
  public static List<Uploading> unfinished(Path uploads) {
    var found = new ArrayList<Uploading>();
    try (var folders = Files.list(uploads)) {
      for (var folder : folders.sorted().toList()) {
        if (Files.exists(folder.resolve(OFFER))) {
          found.add(new Uploading(folder, SmallFiles.own(folder.resolve(OFFER))));
        } else if (isLeftBehind(file(folder))) {
          remove(folder);
        }
      }
      return found;
    } catch (IOException e) {
      throw Stop.refused("The folder " + uploads + " cannot be read.");
    }
  }

  // Whoever still encrypts holds the lock, and a killed process holds none.
  private static boolean isLeftBehind(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Where the whole age file lies. */
  static Path file(Path folder) {
    return folder.resolve("document.age");
  }

  public String document() {
    return offer.text("document");
  }

  public String vault() {
    return offer.text("vault");
  }

  public long version() {
    return offer.number("version");
  }

  /** The manifest, to be remembered once the server has it all. */
  Signed manifest() {
    return Getting.signed(offer.object("request").object("manifest"));
  }

  /** Where it is kept until it is done. */
  public Path folder() {
    return folder;
  }

  /** What is to be sent first, found to be what the owner signed. */
  Entrusted entrusted(Accounts.Unlocked owner) {
    var request = offer.object("request");
    return Refusals.done(
        Entrusted.read(
            manifest(),
            owner.id(),
            Getting.signer(manifest(), owner.bundle().verificationKeys()),
            new VaultId(UUID.fromString(vault())),
            Base64Url.decode(request.text("header")),
            Base64Url.decode(request.text("metadata"))));
  }

  /** The same payload under another request, to be announced anew. */
  Uploading asking(Map<String, Object> request) {
    var changed = new TreeMap<>(offer.members());
    changed.put("request", request);
    changed.put("announced", false);
    return keep(folder, changed);
  }

  /**
   * Sends what the server does not have yet, from where it is; tries again when the line breaks.
   *
   * @return the answer that carries the receipt
   */
  Json send(Api api, Client.Progress progress) {
    if (!offer.flag("announced")) {
      announce(api);
    }
    var path =
        "vaults/" + vault() + "/documents/" + document() + "/versions/" + version() + "/payload";
    Optional<Stop> last = Optional.empty();
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        return rest(api, path, progress);
      } catch (Stop e) {
        if (e.exit() != Stop.Exit.UNREACHABLE && !movedOn(e)) {
          throw e;
        }
        last = Optional.of(e);
        pause(attempt);
      }
    }
    throw Stop.unreachable(
        "The upload broke off. The ciphertext is kept: \"vault resume\" continues with the same"
            + " bytes.",
        last.orElseThrow());
  }

  // The server was still busy with what a killed run had sent when it was asked how far it is.
  private static boolean movedOn(Stop refusal) {
    return "Upload-Offset".equals(refusal.field());
  }

  private void announce(Api api) {
    api.post("vaults/" + vault() + "/documents", offer.object("request").members());
    var announced = new TreeMap<>(offer.members());
    announced.put("announced", true);
    PrivateFiles.replace(folder.resolve(OFFER), Json.bytes(announced));
  }

  private Json rest(Api api, String path, Client.Progress progress) {
    var known = api.uploadOffset(path);
    if (known.isEmpty()) {
      announce(api); // the server cleared what nobody continued for so long
      known = OptionalLong.of(0);
    }
    try (var file = FileChannel.open(file(folder), StandardOpenOption.READ)) {
      long header = offer.number("headerLength");
      long total = file.size() - header;
      long offset = known.getAsLong();
      if (offset < 0 || offset > total) {
        throw Stop.refused("The server claims to have more of the upload than there is.");
      }
      file.position(header + offset);
      var source = new Watched(Channels.newInputStream(file), offset, total, progress);
      var publisher =
          BodyPublishers.fromPublisher(
              BodyPublishers.ofInputStream(() -> source), Math.max(1, total - offset));
      return api.upload(path, offset, total == offset ? BodyPublishers.noBody() : publisher).body();
    } catch (IOException e) {
      throw Stop.refused("The kept ciphertext in " + folder + " cannot be read.");
    }
  }

  /** The upload is done: what was kept for it goes. */
  void forget() {
    try {
      remove(folder);
    } catch (IOException e) {
      throw Stop.refused("The finished upload in " + folder + " cannot be removed.");
    }
  }

  // The offer first: a folder without one is nothing that anybody would continue.
  private static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(OFFER));
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(250L << attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Stop.unreachable("Interrupted; \"vault resume\" continues the upload.", e);
    }
  }

  private static final class Watched extends InputStream {
    private final InputStream in;
    private final long total;
    private final Client.Progress progress;
    private long done;

    Watched(InputStream in, long done, long total, Client.Progress progress) {
      this.in = in;
      this.done = done;
      this.total = total;
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = in.read(into, offset, length);
      count(Math.max(0, n));
      return n;
    }

    private void count(int n) {
      done += n;
      progress.at("Uploading", done, total);
    }
  }
}
