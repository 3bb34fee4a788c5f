package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Shamir;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.internal.TakenKeyStore;
import io.vaultplatform.core.kms.internal.TestKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Somebody who holds some bytes and keys, and tries every way of opening with all of them, again
 * and again, until nothing new comes out. It is told nothing of who may open what.
 *
 * <p>Ways: every key on every file; every header before every payload; every sealed column with
 * every opened key store; every passphrase on every key store; every share, secret and pair of them
 * as a key and as a path; every quorum of shares combined; whatever comes out as text of a key, as
 * shares, as packets, as further files.
 */
final class Attacker {
  /** What was tried before by anybody, and what came of it: the same bytes give the same again. */
  static final class Memory {
    private final Map<String, Optional<byte[]>> tried = new HashMap<>();
    private final Map<String, Optional<TestKeys>> stores = new HashMap<>();
    private final Map<String, AgeIdentity> derived = new HashMap<>();
  }

  /** A column that the key service sealed. */
  record SealedColumn(KeyRef ref, Bytes bytes, KeyContext context) {}

  /** What one party has. */
  static final class Holdings {
    final List<byte[]> files = new ArrayList<>();
    final List<byte[]> headers = new ArrayList<>();
    final List<byte[]> payloads = new ArrayList<>();
    final List<AgeIdentity> keys = new ArrayList<>();
    final List<SealedColumn> columns = new ArrayList<>();
    final List<TakenKeyStore> stores = new ArrayList<>();
    final List<String> passphrases = new ArrayList<>();
    final List<TestKeys> opened = new ArrayList<>();
  }

  private final Memory memory;
  private final String policyHash;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, byte[]> headers = new LinkedHashMap<>();
  private final Map<String, byte[]> payloads = new LinkedHashMap<>();
  private final Map<String, AgeIdentity> keys = new LinkedHashMap<>();
  private final List<SealedColumn> columns = new ArrayList<>();
  private final List<TestKeys> opened = new ArrayList<>();
  private final Map<String, SecretBytes> secrets = new LinkedHashMap<>();
  private final Map<String, EscrowShare> shares = new LinkedHashMap<>();
  private final Set<String> read = new HashSet<>();

  Attacker(Memory memory, String policyHash, Collection<Holdings> has) {
    this.memory = memory;
    this.policyHash = policyHash;
    var stores = new ArrayList<TakenKeyStore>();
    var passphrases = new ArrayList<String>();
    for (var one : has) {
      one.files.forEach(f -> files.put(hash(f), f));
      one.headers.forEach(h -> headers.put(hash(h), h));
      one.payloads.forEach(p -> payloads.put(hash(p), p));
      one.keys.forEach(this::key);
      columns.addAll(one.columns);
      stores.addAll(one.stores);
      passphrases.addAll(one.passphrases);
      opened.addAll(one.opened);
    }
    for (var store : stores) {
      for (var passphrase : passphrases) {
        memory
            .stores
            .computeIfAbsent(
                hash(store.file().toArray()) + passphrase, at -> store.open(passphrase))
            .ifPresent(opened::add);
      }
    }
  }

  /** Every file that opens in the end, by the SHA-256 of its bytes. */
  Set<String> everything() {
    columns.forEach(this::unseal);
    int before;
    do {
      before = files.size() + keys.size() + secrets.size() + read.size();
      for (var header : headers.values()) {
        for (var payload : payloads.values()) {
          var file = EscrowWorld.joined(header, payload);
          files.put(hash(file), file);
        }
      }
      for (var file : List.copyOf(files.entrySet())) {
        for (var key : List.copyOf(keys.entrySet())) {
          open(file.getKey(), file.getValue(), key.getKey(), key.getValue());
        }
      }
      combine();
      paths();
    } while (files.size() + keys.size() + secrets.size() + read.size() > before);
    return Set.copyOf(read);
  }

  private void unseal(SealedColumn column) {
    for (var service : opened) {
      try (var seed =
          column.ref() == KeyRef.GATE
              ? service.gate().unseal(column.bytes().toArray(), column.context())
              : service
                  .application()
                  .unseal(column.ref(), column.bytes().toArray(), column.context())) {
        seed(seed.expose(byte[]::clone));
      } catch (RuntimeException e) {
        // Of another key store.
      }
    }
  }

  private void open(String at, byte[] file, String name, AgeIdentity key) {
    memory
        .tried
        .computeIfAbsent(
            at + name,
            never ->
                AgeFile.decrypt(file, List.of(key), 1 << 20)
                        instanceof Opening.Opened<SecretBytes>(var plain)
                    ? Optional.of(plain.expose(byte[]::clone))
                    : Optional.empty())
        .ifPresent(
            plain -> {
              read.add(at);
              found(plain);
            });
  }

  private void found(byte[] plain) {
    if (plain.length == 32) {
      seed(plain);
    }
    try {
      key(AgeIdentity.parse(StandardCharsets.US_ASCII.decode(ByteBuffer.wrap(plain))));
    } catch (IllegalArgumentException e) {
      // not the text of a key
    }
    if (EscrowShare.of(plain) instanceof Outcome.Done<EscrowShare>(var share)) {
      shares.put(hash(plain), share);
      secret(share.share());
    }
    try {
      within(CanonicalJson.parse(plain));
    } catch (IllegalArgumentException e) {
      // not a document
    }
  }

  // Whatever looks like a file within a document is one.
  private void within(Object tree) {
    switch (tree) {
      case Map<?, ?> map -> map.values().forEach(this::within);
      case List<?> list -> list.forEach(this::within);
      case String text when text.startsWith("YWdlLWVuY3J5cHRpb24") -> {
        var file = Base64Url.decode(text);
        files.put(hash(file), file);
      }
      default -> {}
    }
  }

  private void combine() {
    var bySet = new HashMap<String, TreeMap<Integer, EscrowShare>>();
    shares.values().stream()
        .filter(s -> s.group() > 0)
        .forEach(
            s ->
                bySet
                    .computeIfAbsent(s.set() + "/" + s.group(), set -> new TreeMap<>())
                    .put(s.index(), s));
    for (var set : bySet.values()) {
      int threshold = set.firstEntry().getValue().threshold();
      if (set.size() >= threshold) {
        var some = new TreeMap<Integer, SecretBytes>();
        set.entrySet().stream()
            .limit(threshold)
            .forEach(e -> some.put(e.getKey(), e.getValue().share()));
        secret(Shamir.combine(some));
      }
    }
  }

  // Every secret alone and before every other: the construction is not believed, it is tried.
  private void paths() {
    for (var first : List.copyOf(secrets.values())) {
      path(List.of(first));
      for (var second : List.copyOf(secrets.values())) {
        path(List.of(first, second));
      }
    }
  }

  private void path(List<SecretBytes> groups) {
    var name = new StringBuilder(policyHash);
    groups.forEach(g -> name.append(g.expose(Attacker::hash)));
    key(
        memory.derived.computeIfAbsent(
            name.toString(), never -> PathIdentity.of(Suite.CLASSIC, groups, policyHash)));
  }

  private void secret(SecretBytes secret) {
    secrets.putIfAbsent(secret.expose(Attacker::hash), secret);
    secret.show(this::seed);
  }

  private void seed(byte[] bytes) {
    key(
        memory.derived.computeIfAbsent(
            hash(bytes), never -> AgeIdentity.ofSeed(Suite.CLASSIC, SecretBytes.of(bytes))));
  }

  private void key(AgeIdentity identity) {
    keys.putIfAbsent(identity.recipient().text(), identity);
  }

  static String hash(byte[] bytes) {
    return Digest.sha256Hex(bytes);
  }
}
