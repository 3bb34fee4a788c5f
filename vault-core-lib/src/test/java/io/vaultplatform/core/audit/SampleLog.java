package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A genuine log of random entries, made as the platform makes it, and the means to spoil it line by
 * line. Line 0 is the header; line k is entry k; then one line of a subject's key, then the end.
 */
final class SampleLog {
  static final Instant START = Instant.parse("2026-11-22T04:00:00Z");

  final Chain chain;
  final SigningKey key;
  final List<Entry> entries = new ArrayList<>();
  final List<Receipt> receipts = new ArrayList<>();
  final List<byte[]> lines = new ArrayList<>();

  private final List<Optional<byte[]>> payloads = new ArrayList<>();
  private final Random random;

  private SampleLog(Chain chain, SigningKey key, Random random) {
    this.chain = chain;
    this.key = key;
    this.random = random;
  }

  static SigningKey key(int seed) {
    var bytes = new byte[32];
    bytes[0] = (byte) seed;
    try (var secret = SecretBytes.taking(bytes)) {
      return SigningKey.ofSeed(secret);
    }
  }

  static Chain vault(int number) {
    return Chain.of(new VaultId(new UUID(0x0190f3c27c007000L, 0x8000000000000000L + number)));
  }

  /** A log of {@code count} entries of one vault, about every third with a personal payload. */
  static SampleLog of(Chain chain, SigningKey key, int count, long seed) {
    var log = new SampleLog(chain, key, new Random(seed));
    for (int i = 0; i < count; i++) {
      log.append();
    }
    log.export();
    return log;
  }

  /** The same history up to {@code count}, exported then: what an older export looked like. */
  SampleLog upTo(int count) {
    var older = new SampleLog(chain, key, random);
    older.entries.addAll(entries.subList(0, count));
    older.receipts.addAll(receipts.subList(0, count));
    older.payloads.addAll(payloads.subList(0, count));
    older.export();
    return older;
  }

  private void append() {
    var head = entries.isEmpty() ? Head.genesis(chain) : entries.getLast().head();
    var types = EventType.values();
    var type = types[random.nextInt(types.length)];
    var facts = new HashMap<String, Object>();
    type.facts().forEach(name -> facts.put(name, random.nextLong(1L << 40)));
    facts.put("note", "n" + random.nextInt(1000));
    var draft =
        Draft.of(
            chain,
            type,
            Resource.of("document", new UUID(random.nextLong(), random.nextLong())),
            new Actor(Actor.Kind.USER, "u" + random.nextInt(5)),
            facts);
    var payload = Optional.<PersonalSeal>empty();
    if (random.nextInt(3) == 0) {
      try (var subjectKey = Sealing.newKey()) {
        payload =
            Optional.of(
                PersonalSeal.of(
                    subjectKey,
                    chain,
                    head.sequence() + 1,
                    new Personal(new UUID(7, 7), Map.of("alias", "A" + random.nextInt()))));
      }
    }
    var entry =
        Entry.following(
            head,
            draft,
            new UUID(0x0190f3c27c007000L, random.nextLong()),
            START.plusMillis(head.sequence()),
            payload.map(PersonalSeal::commitment));
    entries.add(entry);
    payloads.add(payload.map(seal -> seal.sealed().toArray()));
    receipts.add(Receipt.of(entry, Signed.sign(Receipt.body(entry), key)));
  }

  private void export() {
    var out = new ByteArrayOutputStream();
    var head = entries.isEmpty() ? Head.genesis(chain) : entries.getLast().head();
    var checkpoint = Checkpoint.sign(head, START.plusSeconds(9), key);
    var export = LogExport.begin(checkpoint, out);
    for (int i = 0; i < entries.size(); i++) {
      export.entry(entries.get(i), receipts.get(i), payloads.get(i));
    }
    export.key(new UUID(7, 7), new byte[] {1, 2, 3});
    export.end(key);
    for (var line : out.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      lines.add(line.getBytes(StandardCharsets.UTF_8));
    }
    lines.removeLast();
  }

  int count() {
    return entries.size();
  }

  /** A line as a tree whose objects may be changed. */
  Map<String, Object> tree(int line) {
    return mutable(CanonicalJson.parse(lines.get(line)));
  }

  void put(int line, Map<String, Object> tree) {
    lines.set(line, CanonicalJson.bytes(tree));
  }

  void insert(int line, Map<String, Object> tree) {
    lines.add(line, CanonicalJson.bytes(tree));
  }

  /** Recomputes the hash that an entry's line states. */
  static void rehash(Map<String, Object> line) {
    line.put("hash", ChainHash.of(Entry.FORMAT, object(line, "entry")));
  }

  /** Recomputes it and signs it with some key. */
  static void resign(Map<String, Object> line, SigningKey with) {
    rehash(line);
    var entry = object(line, "entry");
    var body = new HashMap<String, Object>();
    body.put("format", Receipt.FORMAT);
    for (var name : List.of("chain", "sequence", "time")) {
      body.put(name, entry.get(name));
    }
    body.put("hash", line.get("hash"));
    line.put("signature", Trust.signature(Signed.sign(body, with).toTree()));
  }

  @SuppressWarnings("unchecked") // made by mutable()
  static Map<String, Object> object(Map<String, Object> tree, String name) {
    return (Map<String, Object>) java.util.Objects.requireNonNull(tree.get(name));
  }

  private static Map<String, Object> mutable(Map<?, ?> tree) {
    var copy = new HashMap<String, Object>();
    tree.forEach((n, v) -> copy.put((String) n, v instanceof Map<?, ?> m ? mutable(m) : v));
    return copy;
  }

  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    for (var line : lines) {
      out.writeBytes(line);
      out.write('\n');
    }
    return out.toByteArray();
  }

  /** Checks it as its owner would, who knows the key and the vault. */
  LogEvidence check(Receipt... kept) {
    return check(bytes(), List.of(kept));
  }

  LogEvidence check(byte[] file, Collection<Receipt> kept) {
    return LogVerifier.verify(
        new ByteArrayInputStream(file), Set.of(key.verificationKey()), Optional.of(chain), kept);
  }
}
