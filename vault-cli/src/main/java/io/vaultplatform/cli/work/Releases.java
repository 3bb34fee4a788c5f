package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.ClaimCode;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.Receiving;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.SealedFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A recipient's side: a link, a code given beforehand, and a key of their own; no account.
 *
 * <p>Everything is checked against the owner's signing key before it is opened, and what is missing
 * from the owner's signed list is named.
 */
public final class Releases {
  /** As many as an owner arms for one person in a life, and more. */
  private static final int MOST = 1000;

  private final Client client;

  public Releases(Client client) {
    this.client = client;
  }

  /**
   * What was opened.
   *
   * @param facts the recorded facts that led here, as the server tells them
   * @param findings what is missing or not as the owner signed it
   * @param receipt where the signed receipt of the hand-over was saved
   * @param withoutReceipt why there is no such receipt
   */
  public record Opened(
      String owner,
      VerificationKey ownerKey,
      List<Json> facts,
      List<Receiving.Finding> findings,
      List<Saved> files,
      Optional<Path> receipt,
      Optional<String> withoutReceipt) {

    /** Everything is there, as the owner signed it and with the server's word for it. */
    public boolean whole() {
      return findings.isEmpty() && withoutReceipt.isEmpty();
    }
  }

  /** One document saved under its own name. */
  public record Saved(DocumentId document, Path file, DocumentMetadata metadata) {}

  /**
   * One of the releases behind a link: opened, or why not.
   *
   * @param trigger whose release it is
   */
  public record Tried(String trigger, Optional<Opened> opened, Optional<Stop> failed) {}

  /**
   * Opens every release behind a link into a folder. One that does not open keeps no other from
   * being opened, and is never left out.
   *
   * @param ownerKey SHA-256 of the owner's signing key, as given beforehand; when empty, the
   *     server's word is taken for it and held to from then on
   */
  public List<Tried> open(
      String link, String code, Optional<String> ownerKey, Opener opener, Path folder) {
    var door = Map.of("token", Links.token(link), "code", code);
    var latest = client.api().post("recipient/releases", door).body();
    var tried = new ArrayList<Tried>();
    tried.add(tried(latest.text("trigger"), () -> opened(latest, ownerKey, opener, folder)));
    for (var other : latest.has("others") ? latest.texts("others") : List.<String>of()) {
      if (tried.size() == MOST) {
        throw Stop.refused(
            "The server names more than " + MOST + " releases; open them one by one.");
      }
      var asked = new TreeMap<>(door);
      asked.put("trigger", other);
      tried.add(
          tried(
              other,
              () ->
                  opened(
                      client.api().post("recipient/releases", asked).body(),
                      ownerKey,
                      opener,
                      folder)));
    }
    return tried;
  }

  private static Tried tried(String trigger, Supplier<Opened> work) {
    try {
      return new Tried(trigger, Optional.of(work.get()), Optional.empty());
    } catch (Stop stop) {
      return new Tried(trigger, Optional.empty(), Optional.of(stop));
    }
  }

  private Opened opened(Json answer, Optional<String> ownerKey, Opener opener, Path folder) {
    var owner = ownerKey(answer, ownerKey);
    var handed =
        new Receiving.Handed(
            UUID.fromString(answer.text("recipient")),
            Getting.signed(answer.object("policy")),
            Getting.signed(answer.object("releaseList")),
            answer.list("packets").stream().map(Releases::packet).toList(),
            answer.list("documents").stream()
                .map(
                    d ->
                        new Receiving.HandedDocument(
                            Getting.signed(d.object("manifest")),
                            Bytes.of(Base64Url.decode(d.text("header"))),
                            Bytes.of(Base64Url.decode(d.text("metadata")))))
                .toList());
    // The owner's signature comes first: a code is not stretched for what a server made up.
    var policy = Refusals.done(ReleasePolicy.verify(handed.policy(), owner));
    try (var key = opener.key(policy, handed.recipient());
        var received = Refusals.done(Receiving.receive(handed, owner, key.identity()))) {
      var files = new ArrayList<Saved>();
      for (var document : received.documents().values()) {
        files.add(save(received, document, answer.text("session"), folder));
      }
      var proof = proof(answer, handed);
      return new Opened(
          answer.optionalText("owner").orElse("the owner"),
          owner,
          answer.has("facts") ? answer.list("facts") : List.of(),
          received.findings(),
          files,
          proof.kept(),
          proof.missing());
    }
  }

  private static Receiving.HandedPacket packet(Json packet) {
    return new Receiving.HandedPacket(
        new Portion(Math.toIntExact(packet.number("stage")), Math.toIntExact(packet.number("set"))),
        new SealedFile(packet.text("inner")));
  }

  /** What a recipient opens with. */
  public sealed interface Opener {
    /** Their own key, or the one of this release; closing it leaves their own alone. */
    Held key(ReleasePolicy policy, UUID recipient);

    /** Their own keys, of which the policy's suite counts; stays the caller's. */
    record Own(List<AgeIdentity> identities) implements Opener {
      public Own {
        identities = List.copyOf(identities);
      }

      @Override
      public Held key(ReleasePolicy policy, UUID recipient) {
        return new Held(Suites.identity(policy.suite(), identities), false);
      }
    }

    /** A code that the owner handed over, from which this device makes the key. */
    record Claim(ClaimCode code) implements Opener {
      @Override
      public Held key(ReleasePolicy policy, UUID recipient) {
        return new Held(code.identity(policy.epoch(), recipient, policy.suite()), true);
      }
    }

    /** A key, and whether it was made for this release alone. */
    record Held(AgeIdentity identity, boolean made) implements AutoCloseable {
      @Override
      public void close() {
        if (made) {
          identity.close();
        }
      }
    }
  }

  private record Proof(Optional<Path> kept, Optional<String> missing) {}

  // Comes last and keeps nothing from being opened: what was left matters more than its proof.
  private Proof proof(Json answer, Receiving.Handed handed) {
    // The owner signed this policy, or nothing was opened.
    var policy = new Json(handed.policy().unverifiedBody());
    try {
      var kept =
          client.keepReceipt(
              answer,
              Optional.of(new VaultId(UUID.fromString(policy.text("vault")))),
              Optional.of(policy.text("logOrigin")));
      return new Proof(Optional.of(kept), Optional.empty());
    } catch (Stop stop) {
      return new Proof(Optional.empty(), Optional.of(stop.sentence()));
    }
  }

  private VerificationKey ownerKey(Json answer, Optional<String> given) {
    var told = new VerificationKey(answer.text("ownerKey"));
    var policy = new Json(Getting.signed(answer.object("policy")).unverifiedBody());
    if (given.isPresent()) {
      if (!leads(answer, policy, given.get(), told)) {
        throw Stop.refused(
            "The server shows another key for the owner than the one you were given ("
                + told.fingerprint()
                + " instead of "
                + given.get()
                + "). Nothing was opened.");
      }
      return told;
    }
    var name = "release/" + policy.text("vault") + "/owner";
    var seen = client.home().pins().of(name).map(VerificationKey::new);
    if (seen.isPresent() && !seen.get().equals(told)) {
      // A release made with earlier keys is as much the owner's as one made with later ones.
      if (!leads(answer, policy, seen.get().fingerprint(), told)
          && !leads(answer, policy, told.fingerprint(), seen.get())) {
        throw Successions.swapped("the owner", seen.get().fingerprint(), told.fingerprint());
      }
      return told;
    }
    client.home().pins().hold(name, told.text(), "the owner's signing key");
    return told;
  }

  private static boolean leads(Json answer, Json policy, String seen, VerificationKey told) {
    return Successions.leads(
        policy.text("owner"),
        answer.has("ownerEpochs") ? answer.list("ownerEpochs") : List.of(),
        seen,
        told);
  }

  private Saved save(
      Receiving.Received received, Receiving.Document intact, String session, Path folder) {
    var metadata = intact.metadata();
    var document = intact.entrusted().manifest().document();
    var target = free(PrivateFiles.folder(folder).resolve(FileNames.saved(metadata.fileName())));
    var part = PrivateFiles.beside(target);
    try {
      try (var in =
              new BufferedInputStream(
                  client
                      .api()
                      .download(
                          "recipient/releases/content",
                          Map.of("session", session, "document", document.toString())),
                  1 << 16);
          var out = Files.newOutputStream(part)) {
        // The server sends the whole file; its header was checked above, so only the payload counts
        // here.
        AgeHeader.read(in, AgeLimits.DEFAULT).orThrow("The file that the server sent");
        Refusals.done(received.open(document, in, out));
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      return new Saved(document, target, metadata);
    } catch (IOException e) {
      throw Stop.refused("The file " + target + " cannot be written: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw Stop.refused("The document does not open: " + e.getMessage());
    } finally {
      PrivateFiles.discard(part);
    }
  }

  // Two documents may have the same file name, and no file of the recipient's is ever replaced.
  private static Path free(Path wanted) {
    var candidate = wanted;
    for (int i = 2; Files.exists(candidate); i++) {
      candidate = wanted.resolveSibling(i + "-" + wanted.getFileName());
    }
    return candidate;
  }
}
