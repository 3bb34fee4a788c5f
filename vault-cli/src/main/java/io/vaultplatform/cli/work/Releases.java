package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.RecipientKeys;
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
    var door = new Door(client, Links.token(link), code);
    var latest = door.latest();
    var tried = new ArrayList<Tried>();
    tried.add(tried(latest.text("trigger"), () -> opened(door, latest, ownerKey, opener, folder)));
    for (var other : others(latest)) {
      tried.add(tried(other, () -> opened(door, door.of(other), ownerKey, opener, folder)));
    }
    return tried;
  }

  private static List<String> others(Json latest) {
    var others = latest.has("others") ? latest.texts("others") : List.<String>of();
    if (others.size() >= MOST) {
      throw Stop.refused("The server names more than " + MOST + " releases; open them one by one.");
    }
    return others;
  }

  /** Link and code, which let a recipient in again and again. */
  private record Door(Client client, String token, String code) {
    Json latest() {
      return client.api().post("recipient/releases", Map.of("token", token, "code", code)).body();
    }

    Json of(String trigger) {
      return client
          .api()
          .post("recipient/releases", Map.of("token", token, "code", code, "trigger", trigger))
          .body();
    }
  }

  /**
   * A key that was brought for a release.
   *
   * @param receipt where the signed receipt of the opening was saved
   * @param withoutReceipt why there is no such receipt
   */
  public record Brought(
      String trigger,
      String fingerprint,
      Optional<Path> receipt,
      Optional<String> withoutReceipt) {}

  /**
   * Brings a key to every release behind a link that the platform opens, so that the platform
   * encrypts to it. The first key that anybody brings stays: so the owner's signature is checked
   * before, and a release that opens otherwise is left alone.
   */
  public List<Brought> claim(
      String link, String code, Optional<String> ownerKey, RecipientKeys keys) {
    var door = new Door(client, Links.token(link), code);
    var latest = door.latest();
    var brought = new ArrayList<Brought>();
    claimed(latest, ownerKey, keys).ifPresent(brought::add);
    for (var other : others(latest)) {
      claimed(door.of(other), ownerKey, keys).ifPresent(brought::add);
    }
    if (brought.isEmpty()) {
      throw Stop.refused(
          "Nothing behind this link is opened by the platform: open it with your own key or claim"
              + " code (\"vault release open\").");
    }
    return brought;
  }

  private Optional<Brought> claimed(Json answer, Optional<String> ownerKey, RecipientKeys keys) {
    var policy =
        Refusals.done(
            ReleasePolicy.verify(
                Getting.signed(answer.object("policy")), ownerKey(answer, ownerKey)));
    return policy
        .recipient(UUID.fromString(answer.text("recipient")))
        .filter(me -> me.opens() == ReleasePolicy.Opens.EXECUTOR)
        .map(me -> bring(answer, policy, keys));
  }

  private Brought bring(Json answer, ReleasePolicy policy, RecipientKeys keys) {
    var key =
        keys.of(policy.suite())
            .orElseThrow(
                () ->
                    Stop.refused(
                        "key",
                        "This release is of suite "
                            + policy.suite()
                            + ", and your file has no key of it: make new keys (vault keygen)."));
    var taken =
        client
            .api()
            .post(
                "recipient/releases/key",
                Map.of(
                    "session", answer.text("session"),
                    "trigger", answer.text("trigger"),
                    "key", key.text()))
            .body();
    if (!taken.text("fingerprint").equals(key.fingerprint())) {
      throw Stop.refused("The server says that it took another key than yours.");
    }
    var proof = proof(taken, policy);
    return new Brought(answer.text("trigger"), key.fingerprint(), proof.kept(), proof.missing());
  }

  // A key that was brought before is brought again for the stage that came since: that decides
  // nothing. The first one is never brought on the side, for it stays.
  private Json complete(Door door, Json answer, ReleasePolicy policy, AgeIdentity identity) {
    if (!answer.has("claim") || answer.object("claim").list("waiting").isEmpty()) {
      return answer;
    }
    var before = answer.object("claim").optionalText("key");
    if (before.isEmpty()) {
      throw Stop.refused(
          "claim",
          "The platform opens this release for a key that you bring, and none was brought yet:"
              + " \"vault release claim\" first.");
    }
    var key = identity.recipient();
    if (!before.get().equals(key.fingerprint())) {
      throw Stop.refused("claim", "Another key than yours was brought for this release.");
    }
    bring(answer, policy, RecipientKeys.of(key));
    return door.of(answer.text("trigger"));
  }

  private static Tried tried(String trigger, Supplier<Opened> work) {
    try {
      return new Tried(trigger, Optional.of(work.get()), Optional.empty());
    } catch (Stop stop) {
      return new Tried(trigger, Optional.empty(), Optional.of(stop));
    }
  }

  private Opened opened(
      Door door, Json first, Optional<String> ownerKey, Opener opener, Path folder) {
    var owner = ownerKey(first, ownerKey);
    // The owner's signature comes first: a code is not stretched for what a server made up.
    var policy = Refusals.done(ReleasePolicy.verify(Getting.signed(first.object("policy")), owner));
    try (var key = opener.key(policy, UUID.fromString(first.text("recipient")))) {
      var answer = complete(door, first, policy, key.identity());
      var keys = new ArrayList<>(List.of(owner));
      keys.addAll(Successions.before(policy.owner().toString(), epochs(answer), owner));
      return opened(answer, handed(answer), keys, key.identity(), folder);
    }
  }

  private static Receiving.Handed handed(Json answer) {
    return new Receiving.Handed(
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
  }

  private Opened opened(
      Json answer,
      Receiving.Handed handed,
      List<VerificationKey> owner,
      AgeIdentity identity,
      Path folder) {
    try (var received = Refusals.done(Receiving.receive(handed, owner, identity))) {
      var files = new ArrayList<Saved>();
      for (var document : received.documents().values()) {
        files.add(save(received, document, answer.text("session"), folder));
      }
      var proof = proof(answer, received.policy());
      return new Opened(
          answer.optionalText("owner").orElse("the owner"),
          owner.getFirst(),
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
  private Proof proof(Json answer, ReleasePolicy policy) {
    try {
      var kept =
          client.keepReceipt(
              answer, Optional.of(policy.epoch().vault()), Optional.of(policy.logOrigin()));
      return new Proof(Optional.of(kept), Optional.empty());
    } catch (Stop stop) {
      return new Proof(Optional.empty(), Optional.of(stop.sentence()));
    }
  }

  private VerificationKey ownerKey(Json answer, Optional<String> given) {
    var told = new VerificationKey(answer.text("ownerKey"));
    var policy = new Json(Getting.signed(answer.object("policy")).unverifiedBody());
    if (given.isPresent()) {
      if (!join(answer, policy, given.get(), told)) {
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
      if (!join(answer, policy, seen.get().fingerprint(), told)) {
        throw Successions.swapped("the owner", seen.get().fingerprint(), told.fingerprint());
      }
      return told;
    }
    client.home().pins().hold(name, told.text(), "the owner's signing key");
    return told;
  }

  private static boolean join(Json answer, Json policy, String seen, VerificationKey told) {
    return Successions.join(policy.text("owner"), epochs(answer), seen, told);
  }

  private static List<Json> epochs(Json answer) {
    return answer.has("ownerEpochs") ? answer.list("ownerEpochs") : List.of();
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
          var out = PrivateFiles.writing(part)) {
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
