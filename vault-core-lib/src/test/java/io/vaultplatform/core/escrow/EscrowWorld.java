package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.Padme;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An owner, a gate, trustees and recipients with real keys, and documents really encrypted. */
public final class EscrowWorld {
  public static final Instant NOW = Instant.parse("2026-11-22T04:00:00Z");
  public static final byte[] SECRET_TEXT =
      "what only the recipients may read".getBytes(StandardCharsets.UTF_8);

  private static final int PLAIN_SIZE = SECRET_TEXT.length;

  public final AccountId owner = new AccountId(UUID.randomUUID());
  public final AgeIdentity ownerIdentity = AgeIdentity.generate(Suite.CLASSIC);
  public final SigningKey ownerKey;
  final AgeIdentity gateIdentity = AgeIdentity.generate(Suite.CLASSIC);
  final SigningKey gateKey = SigningKey.generate(Suite.HYBRID);
  final String logOrigin = Digest.sha256Hex(new byte[] {7});
  public final Epoch epoch = new Epoch(new VaultId(UUID.randomUUID()), UUID.randomUUID(), 1);
  public final List<Person> trustees;
  public final List<Person> recipients;
  final int shares;
  final int confirmations;

  /** Somebody with a key pair of their own. */
  public record Person(UUID id, AgeIdentity identity, SigningKey key) {
    public static Person any() {
      return new Person(
          UUID.randomUUID(),
          AgeIdentity.generate(Suite.CLASSIC),
          SigningKey.generate(Suite.HYBRID));
    }
  }

  /** A document as it lies on the server: small parts and payload apart. */
  public static final class Stored {
    private final Entrusted small;
    private final byte[] payload;

    Stored(Entrusted small, byte[] payload) {
      this.small = small;
      this.payload = payload.clone();
    }

    public Entrusted small() {
      return small;
    }

    public byte[] payload() {
      return payload.clone();
    }
  }

  public EscrowWorld(int shares, int trustees, int recipients) {
    this(shares, trustees, recipients, Optional.empty());
  }

  /** One whose owner is a trustee as well, which must be noticed. */
  public EscrowWorld(int shares, int trustees, int recipients, SigningKey selfMade) {
    this(shares, trustees, recipients, Optional.of(selfMade));
  }

  private EscrowWorld(int shares, int trustees, int recipients, Optional<SigningKey> selfMade) {
    this.shares = shares;
    this.confirmations = shares;
    this.ownerKey = selfMade.orElseGet(() -> SigningKey.generate(Suite.HYBRID));
    var others =
        IntStream.range(0, trustees).mapToObj(i -> Person.any()).collect(Collectors.toList());
    selfMade.ifPresent(
        own ->
            others.set(0, new Person(UUID.randomUUID(), AgeIdentity.generate(Suite.CLASSIC), own)));
    this.trustees = List.copyOf(others);
    this.recipients = IntStream.range(0, recipients).mapToObj(i -> Person.any()).toList();
  }

  public Arming.Wishes wishes() {
    return wishes(epoch);
  }

  /** The same wishes for these recipients. */
  public static Arming.Wishes withRecipients(Arming.Wishes w, List<Arming.Recipient> recipients) {
    return new Arming.Wishes(
        w.product(),
        w.uncertainty(),
        w.suite(),
        w.owner(),
        w.epoch(),
        w.at(),
        w.windows(),
        w.confirmations(),
        w.stages(),
        w.paths(),
        w.trustees(),
        recipients,
        w.gate(),
        w.logOrigin());
  }

  /** The same wishes where all trustees may also open without the platform. */
  public Arming.Wishes orAlone(Arming.Wishes w) {
    var paths = new ArrayList<>(w.paths());
    paths.add(ReleasePath.alone(2, trustees.size(), trustees.stream().map(Person::id).toList()));
    return new Arming.Wishes(
        "final-file",
        ReleasePolicy.Uncertainty.PROCEED,
        w.suite(),
        w.owner(),
        w.epoch(),
        w.at(),
        w.windows(),
        w.confirmations(),
        w.stages(),
        paths,
        w.trustees(),
        w.recipients(),
        w.gate(),
        w.logOrigin());
  }

  /** What an owner signs who arms this epoch without documents. */
  public ReleasePolicy policy(Epoch armed) {
    try (var made = done(Arming.arm(wishes(armed), List.of(), ownerIdentity, ownerKey))) {
      return done(ReleasePolicy.verify(made.submission().policy(), ownerKey.verificationKey()));
    }
  }

  public Arming.Wishes wishes(Epoch armed) {
    return new Arming.Wishes(
        "witness-vault",
        ReleasePolicy.Uncertainty.HOLD,
        Suite.CLASSIC,
        owner,
        armed,
        NOW,
        new Windows(Duration.ofDays(7), Duration.ofDays(3), Duration.ofDays(5), Duration.ofDays(2)),
        confirmations,
        List.of(
            new Arming.Stage(
                Duration.ofDays(1), List.of(recipients.stream().map(Person::id).toList()))),
        List.of(ReleasePath.withPlatform(1, shares, trustees.stream().map(Person::id).toList())),
        trustees.stream()
            .map(
                t ->
                    new Arming.Trustee(t.id(), t.identity().recipient(), t.key().verificationKey()))
            .toList(),
        recipients.stream()
            .map(r -> Arming.Recipient.withKey(r.id(), r.identity().recipient()))
            .toList(),
        new GateKeys(gateIdentity.recipient(), gateKey.verificationKey()),
        logOrigin);
  }

  /** A policy with other paths, any of which that many confirmations open. */
  public ReleasePolicy policy(List<ReleasePath> paths, int needed) {
    var w = wishes();
    var armed =
        done(
            Arming.armLeft(
                new Arming.Wishes(
                    w.product(),
                    w.uncertainty(),
                    w.suite(),
                    w.owner(),
                    w.epoch(),
                    w.at(),
                    w.windows(),
                    needed,
                    w.stages(),
                    paths,
                    w.trustees(),
                    w.recipients(),
                    w.gate(),
                    w.logOrigin()),
                List.of(),
                ownerIdentity,
                ownerKey));
    return done(ReleasePolicy.verify(armed.submission().policy(), ownerKey.verificationKey()));
  }

  public Stored document(EncryptionClass type, AgeRecipient... others) {
    return document(
        new DocumentId(UUID.randomUUID()), 1, type, Optional.empty(), PLAIN_SIZE, others);
  }

  /** The next version of a class B document, for its owner alone. */
  public Stored next(Stored before) {
    var old = before.small().manifest();
    return document(
        old.document(), old.version() + 1, EncryptionClass.B, Optional.empty(), PLAIN_SIZE);
  }

  /** A class B document made for the epoch that was armed. */
  public Stored document(Arming.Armed armed) {
    return document(armed, new DocumentId(UUID.randomUUID()), 1, PLAIN_SIZE);
  }

  public Stored document(Arming.Armed armed, DocumentId id, int version, int plainSize) {
    var escrow = armed.escrows().getFirst().identity().recipient();
    var policy =
        done(ReleasePolicy.verify(armed.submission().policy(), ownerKey.verificationKey()));
    var names =
        new Manifest.EscrowNames(
            policy.epoch().trigger(), policy.epoch().number(), List.of(escrow.fingerprint()));
    return document(id, version, EncryptionClass.B, Optional.of(names), plainSize, escrow);
  }

  private Stored document(
      DocumentId id,
      int version,
      EncryptionClass type,
      Optional<Manifest.EscrowNames> escrow,
      int plainSize,
      AgeRecipient... others) {
    var keys = new java.util.HashSet<AgeRecipient>(List.of(others));
    keys.add(ownerIdentity.recipient());
    var padded = Arrays.copyOf(SECRET_TEXT, (int) Padme.padded(plainSize));
    var file = AgeFile.encrypt(padded, keys);
    var header = AgeHeader.read(file, AgeLimits.DEFAULT).orThrow("file");
    var payload = Arrays.copyOfRange(file, header.length(), file.length);
    var metadata =
        AgeFile.encrypt(
            new DocumentMetadata(
                    "A title",
                    "file.txt",
                    "text/plain",
                    SECRET_TEXT.length,
                    Digest.sha256Hex(SECRET_TEXT),
                    DocumentMetadata.Padding.PADME)
                .bytes(),
            keys);
    var metadataHeader = AgeHeader.read(metadata, AgeLimits.DEFAULT).orThrow("metadata");
    var manifest =
        new Manifest(
            owner,
            epoch.vault(),
            id,
            version,
            type,
            escrow,
            Digest.sha256Hex(payload),
            payload.length,
            padded.length,
            Digest.sha256Hex(
                Arrays.copyOfRange(metadata, metadataHeader.length(), metadata.length)),
            // Those of class A are re-wrapped without the owner, so their manifest names none.
            type == EncryptionClass.A
                ? Optional.empty()
                : Optional.of(
                    new Manifest.HeaderHashes(
                        Digest.sha256Hex(header.bytes()),
                        Digest.sha256Hex(metadataHeader.bytes()))));
    return new Stored(
        done(
            Entrusted.read(
                manifest.sign(ownerKey),
                owner,
                ownerKey.verificationKey(),
                epoch.vault(),
                header.bytes(),
                metadata)),
        payload);
  }

  Arming.Armed arm(Stored... documents) {
    return done(
        Arming.arm(
            wishes(),
            Arrays.stream(documents).map(Stored::small).toList(),
            ownerIdentity,
            ownerKey));
  }

  /** What the gate would make when others are asked. */
  record Asked(AgeIdentity releaseIdentity, io.vaultplatform.core.crypto.Signed keys) {}

  Asked ask(Submission armed) {
    var policy = done(ReleasePolicy.verify(armed.policy(), ownerKey.verificationKey()));
    var identity = AgeIdentity.generate(Suite.CLASSIC);
    return new Asked(
        identity,
        new ReleaseKeys(
                policy.epoch(),
                policy.hash(),
                NOW,
                List.of(new ReleaseKeys.Key(1, 1, identity.recipient())))
            .sign(gateKey));
  }

  Confirming.Case shown(Submission armed, Asked asked, int trustee) {
    return new Confirming.Case(
        armed.policy(),
        armed.shareSets(),
        asked.keys(),
        List.of(armed.trusteeShares().get(trustee).share()));
  }

  /** The share that trustee {@code i} was given. */
  EscrowShare share(Submission armed, int i) {
    return share(armed.trusteeShares().get(i).share().file(), trustees.get(i).identity());
  }

  EscrowShare platformShare(Submission armed) {
    return share(armed.platformShares().getFirst().file(), gateIdentity);
  }

  /** The identity of the one path, as a quorum and the platform would have it together. */
  AgeIdentity path(Submission armed) {
    var given = new ArrayList<ShareSet.Contribution>();
    for (int i = 0; i < shares; i++) {
      given.add(new ShareSet.Contribution(trustees.get(i).id(), share(armed, i)));
    }
    return switch (Gathering.of(
        set(armed), Suite.CLASSIC, Optional.of(platformShare(armed)), given)) {
      case Gathering.Whole(var path, var faults) -> path;
      case Gathering.Lacking(var faults) -> throw new AssertionError(faults.toString());
    };
  }

  static EscrowShare share(SealedFile file, AgeIdentity identity) {
    try (var plain =
        AgeFile.decrypt(file.bytes(), List.of(identity), EscrowShare.MOST_BYTES).orThrow("share")) {
      return done(plain.expose(EscrowShare::of));
    }
  }

  ShareSet set(Submission armed) {
    return done(ShareSet.verify(armed.shareSets().getFirst(), ownerKey.verificationKey()));
  }

  /** The documents as the server stores them after arming, with their new headers. */
  List<Receiving.HandedDocument> handed(Submission armed, Stored... documents) {
    var handed = new ArrayList<Receiving.HandedDocument>();
    for (int i = 0; i < documents.length; i++) {
      var header = armed.headers().get(i);
      var old = documents[i].small();
      handed.add(
          header
              .wraps()
              .map(
                  w ->
                      new Receiving.HandedDocument(
                          header.manifest(),
                          Bytes.of(w.header().bytes()),
                          Bytes.of(joined(w.metadataHeader().bytes(), payloadOf(old.metadata())))))
              .orElseGet(
                  () ->
                      new Receiving.HandedDocument(
                          header.manifest(),
                          Bytes.of(old.header().bytes()),
                          Bytes.of(old.metadata()))));
    }
    return handed;
  }

  static byte[] payloadOf(byte[] file) {
    var header = AgeHeader.read(file, AgeLimits.DEFAULT).orThrow("file");
    return Arrays.copyOfRange(file, header.length(), file.length);
  }

  static byte[] joined(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  public static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var refusal) -> throw new AssertionError("refused: " + refusal);
    };
  }

  public static <T> String refusal(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> throw new AssertionError("was done, and must not be");
      case Outcome.Refused<T>(var refusal) -> refusal.field().orElse("") + ": " + refusal.detail();
    };
  }

  static Set<ShareFault.Kind> kinds(List<ShareFault> faults) {
    var kinds = java.util.EnumSet.noneOf(ShareFault.Kind.class);
    faults.forEach(f -> kinds.add(f.kind()));
    return kinds;
  }
}
