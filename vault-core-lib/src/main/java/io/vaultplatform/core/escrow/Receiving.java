package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.content.ManifestCheck;
import io.vaultplatform.core.content.Padme;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Opening a release, on the recipient's device: checks what the owner signed, opens the packets
 * with the recipient's own key, and with what lies inside the documents.
 *
 * <p>The signed release list makes an omission visible: {@link Received#findings} names every
 * document that was left out, exchanged or cannot be opened.
 */
public final class Receiving {
  private static final int IDENTITY_TEXT = 256;

  private Receiving() {}

  /** A document as the server hands it over, without its content. */
  public record HandedDocument(Signed manifest, Bytes header, Bytes metadata) {}

  /**
   * What the server hands over.
   *
   * @param recipient the recipient's id within the vault
   */
  public record Handed(
      UUID recipient,
      Signed policy,
      Signed releaseList,
      List<HandedPacket> packets,
      List<HandedDocument> documents) {
    public Handed {
      packets = List.copyOf(packets);
      documents = List.copyOf(documents);
    }
  }

  /** A packet as the server hands it over, and the portion that it says it is of. */
  public record HandedPacket(Portion portion, SealedFile file) {}

  /** Something about one document that is not as the owner signed it. */
  public record Finding(Kind kind, String document, String detail) {
    /** The kinds of finding. */
    public enum Kind {
      /** On the owner's list, and not handed over. */
      MISSING,
      /** Handed over, and not on the owner's list. */
      UNLISTED,
      /** Not what the owner signed. */
      CHANGED,
      /** Intact, but not opened by the keys at hand. */
      UNOPENABLE
    }
  }

  /**
   * Checks a release and opens its packet.
   *
   * @param owner the owner's signing key, known beforehand
   * @param identity the recipient's own key, or the one made of their claim code; stays the
   *     caller's
   * @return what can be opened now; or why the release as a whole is not to be trusted
   */
  public static Outcome<Received> receive(
      Handed handed, VerificationKey owner, AgeIdentity identity) {
    return receive(handed, List.of(owner), identity);
  }

  /**
   * As above, of an owner whose keys were replaced.
   *
   * @param owner the key of this release, then those that it followed. Class C that was stored
   *     under these and not renewed is as it was signed then; the list names it by its hash.
   */
  public static Outcome<Received> receive(
      Handed handed, List<VerificationKey> owner, AgeIdentity identity) {
    return ReleasePolicy.verify(handed.policy(), owner.getFirst())
        .then(
            policy ->
                ReleaseList.verify(handed.releaseList(), owner.getFirst())
                    .then(list -> addressed(policy, list, handed, owner, identity)));
  }

  private static Outcome<Received> addressed(
      ReleasePolicy policy,
      ReleaseList list,
      Handed handed,
      List<VerificationKey> owner,
      AgeIdentity identity) {
    if (!list.epoch().equals(policy.epoch()) || !list.policyHash().equals(policy.hash())) {
      return Reading.no("releaseList", "The release list was not made for this policy.");
    }
    var me = policy.recipient(handed.recipient());
    if (me.isEmpty() || !isMine(me.get(), identity)) {
      return Reading.no("policy.recipients", "The policy does not name this key as a recipient's.");
    }
    return escrows(policy, handed, identity)
        .then(escrows -> Outcome.done(received(policy, list, handed, owner, identity, escrows)));
  }

  // What the platform opened for whoever came with a key was never made to that key.
  private static boolean isMine(ReleasePolicy.Recipient me, AgeIdentity identity) {
    return switch (me.opens()) {
      case KEY, CLAIM -> me.fingerprint().equals(identity.recipient().fingerprint());
      case EXECUTOR -> true;
    };
  }

  private static Outcome<NavigableMap<Portion, AgeIdentity>> escrows(
      ReleasePolicy policy, Handed handed, AgeIdentity identity) {
    var escrows = new TreeMap<Portion, AgeIdentity>();
    var wrong = handed.packets().isEmpty() ? no("There is no packet for you.") : null;
    for (var packet : handed.packets()) {
      var set =
          policy.set(packet.portion()).filter(s -> s.recipients().contains(handed.recipient()));
      if (set.isEmpty() || escrows.containsKey(packet.portion())) {
        wrong = no("A packet is of a stage or set that the policy does not name for you.");
        break;
      }
      var opened =
          AgeFile.decrypt(packet.file().bytes(), List.of(identity), IDENTITY_TEXT)
              .orRefuse("packets")
              .then(text -> escrow(text, set.get().escrow()));
      if (opened instanceof Outcome.Done<AgeIdentity>(var escrow)) {
        escrows.put(packet.portion(), escrow);
      } else if (opened instanceof Outcome.Refused<AgeIdentity>(var refusal)) {
        wrong = refusal;
        break;
      }
    }
    if (wrong == null) {
      return Outcome.done(escrows);
    }
    escrows.values().forEach(AgeIdentity::close);
    return Outcome.refused(wrong);
  }

  private static Refusal no(String detail) {
    return Refusal.of(Refusal.Reason.UNACCEPTABLE, "packets", detail);
  }

  private static Outcome<AgeIdentity> escrow(SecretBytes text, String fingerprint) {
    try (text) {
      var escrow =
          text.expose(
              ascii ->
                  AgeIdentity.parse(
                      java.nio.charset.StandardCharsets.US_ASCII.decode(
                          java.nio.ByteBuffer.wrap(ascii))));
      if (escrow.recipient().fingerprint().equals(fingerprint)) {
        return Outcome.done(escrow);
      }
      escrow.close();
      return Reading.no(
          "packets", "The packet holds another escrow identity than the policy names.");
    } catch (IllegalArgumentException e) {
      return Reading.no("packets", "The packet does not hold an escrow identity.");
    }
  }

  private static Received received(
      ReleasePolicy policy,
      ReleaseList list,
      Handed handed,
      List<VerificationKey> owner,
      AgeIdentity identity,
      NavigableMap<Portion, AgeIdentity> escrows) {
    var findings = new ArrayList<Finding>();
    var good = new LinkedHashMap<DocumentId, Document>();
    var keys = new ArrayList<AgeIdentity>(escrows.values());
    keys.add(identity);
    for (var document : handed.documents()) {
      var read =
          Entrusted.read(
              document.manifest(),
              policy.owner(),
              signer(document.manifest(), owner),
              policy.epoch().vault(),
              document.header().toArray(),
              document.metadata().toArray());
      switch (read) {
        case Outcome.Done<Entrusted>(var entrusted) -> take(entrusted, list, keys, good, findings);
        case Outcome.Refused<Entrusted>(var refusal) ->
            findings.add(
                new Finding(Finding.Kind.CHANGED, named(document.manifest()), refusal.detail()));
      }
    }
    // What is for others, or for a stage that is still to come, is not missing.
    for (var item : list.items()) {
      if (item.portions().stream().noneMatch(escrows::containsKey)) {
        continue;
      }
      boolean found =
          good.containsKey(item.document())
              || findings.stream().anyMatch(f -> f.document().equals(item.document().toString()));
      if (!found) {
        findings.add(
            new Finding(
                Finding.Kind.MISSING,
                item.document().toString(),
                "The owner's list names this document, and it was not handed over."));
      }
    }
    return new Received(policy, list, List.copyOf(findings), Map.copyOf(good), escrows, identity);
  }

  private static VerificationKey signer(Signed manifest, List<VerificationKey> owner) {
    return manifest.unverifiedSigner().filter(owner::contains).orElse(owner.getFirst());
  }

  private static void take(
      Entrusted entrusted,
      ReleaseList list,
      List<AgeIdentity> keys,
      Map<DocumentId, Document> good,
      List<Finding> findings) {
    var id = entrusted.manifest().document();
    var item = list.item(id);
    if (item.isEmpty()) {
      findings.add(
          new Finding(
              Finding.Kind.UNLISTED,
              id.toString(),
              "The owner's list does not name this document."));
    } else if (!item.get().manifestHash().equals(entrusted.signed().bodyHash())) {
      findings.add(
          new Finding(
              Finding.Kind.CHANGED,
              id.toString(),
              "The owner's list names another version or manifest of this document."));
    } else {
      switch (metadata(entrusted, keys)) {
        case Outcome.Done<DocumentMetadata>(var metadata) ->
            good.put(id, new Document(entrusted, metadata));
        case Outcome.Refused<DocumentMetadata>(var refusal) ->
            findings.add(new Finding(Finding.Kind.UNOPENABLE, id.toString(), refusal.detail()));
      }
    }
  }

  private static Outcome<DocumentMetadata> metadata(Entrusted entrusted, List<AgeIdentity> keys) {
    return AgeFile.decrypt(entrusted.metadata(), keys, DocumentMetadata.MAX_BYTES)
        .orRefuse("metadata")
        .then(
            plain -> {
              try (plain) {
                return Outcome.done(plain.expose(DocumentMetadata::of));
              } catch (IllegalArgumentException e) {
                return Reading.no("metadata", "The metadata are malformed.");
              }
            });
  }

  private static String named(Signed manifest) {
    return manifest.unverifiedBody().get("document") instanceof String text
            && text.matches("[0-9a-f-]{36}")
        ? text
        : "?";
  }

  /** A document that was found intact. */
  public record Document(Entrusted entrusted, DocumentMetadata metadata) {}

  /** A release whose packet was opened. Closing it destroys the escrow identity. */
  public static final class Received implements AutoCloseable {
    private final ReleasePolicy policy;
    private final ReleaseList list;
    private final List<Finding> findings;
    private final Map<DocumentId, Document> documents;
    private final NavigableMap<Portion, AgeIdentity> escrows;
    private final AgeIdentity own;

    private Received(
        ReleasePolicy policy,
        ReleaseList list,
        List<Finding> findings,
        Map<DocumentId, Document> documents,
        NavigableMap<Portion, AgeIdentity> escrows,
        AgeIdentity own) {
      this.policy = policy;
      this.list = list;
      this.findings = findings;
      this.documents = documents;
      this.escrows = escrows;
      this.own = own;
    }

    /** What the owner decided. */
    public ReleasePolicy policy() {
      return policy;
    }

    /** What the owner meant to hand over. */
    public ReleaseList list() {
      return list;
    }

    /** The stages and sets whose packets were opened. */
    public Set<Portion> portions() {
      return escrows.keySet();
    }

    /** What is missing or not as signed; empty when everything is there. */
    public List<Finding> findings() {
      return findings;
    }

    /** The documents that can be opened, by id. */
    public Map<DocumentId, Document> documents() {
      return documents;
    }

    /**
     * Opens a document's content.
     *
     * @param payload the ciphertext without its header, as the server streams it
     * @param plain receives the true content, padding cut; to be discarded unless Done comes back
     * @return the metadata, once length and SHA-256 of ciphertext and plaintext were found right
     * @throws java.io.UncheckedIOException when a stream fails
     */
    public Outcome<DocumentMetadata> open(DocumentId id, InputStream payload, OutputStream plain) {
      var document = documents.get(id);
      if (document == null) {
        return Reading.no("document", "This document was not handed over intact.");
      }
      var manifest = document.entrusted().manifest();
      var metadata = document.metadata();
      var ciphertext = new Measured(payload);
      var content = new Hashed(plain);
      var file =
          new SequenceInputStream(
              new java.io.ByteArrayInputStream(document.entrusted().header().bytes()), ciphertext);
      var sink =
          switch (metadata.padding()) {
            case NONE -> content;
            case PADME -> Padme.cut(content, metadata.size());
          };
      var keys = new ArrayList<AgeIdentity>(escrows.values());
      keys.add(own);
      return AgeFile.decrypt(file, keys, sink)
          .orRefuse("content")
          .then(
              size ->
                  ManifestCheck.payload(manifest, ciphertext.size, ciphertext.digest.hex())
                      .orRefuse())
          .then(
              intact ->
                  content.size == metadata.size() && content.digest.hex().equals(metadata.sha256())
                      ? Outcome.done(metadata)
                      : Reading.no("content", "The content is not the one its metadata describe."));
    }

    @Override
    public void close() {
      escrows.values().forEach(AgeIdentity::close);
    }
  }

  /** Counts and hashes what is read. */
  private static final class Measured extends FilterInputStream {
    private final Digest digest = Digest.running();
    private long size;

    Measured(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
      int read = in.read(to, offset, count);
      if (read > 0) {
        digest.add(to, offset, read);
        size += read;
      }
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  /** Counts and hashes what is written. */
  private static final class Hashed extends FilterOutputStream {
    private final Digest digest = Digest.running();
    private long size;

    Hashed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
      out.write(from, offset, count);
      digest.add(from, offset, count);
      size += count;
    }
  }
}
