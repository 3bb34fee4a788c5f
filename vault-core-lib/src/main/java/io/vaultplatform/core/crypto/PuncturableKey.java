package io.vaultplatform.core.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One key that holds a key for every thing there can be, and from which the key of a single thing
 * can be cut out for good.
 *
 * <p>The tree of Goldreich, Goldwasser and Micali: a seed gives its left and right child by
 * HMAC-SHA256, and the 64 bits of a thing's slot say the way to its leaf. Cutting a leaf out keeps
 * the seeds beside its way and forgets those on it: every other leaf is derived as before, and this
 * one by nobody, not even by whoever has everything else. It costs at most 64 seeds, about 2.6 KiB.
 *
 * <p>So an old copy of a database opens under the key of today, except for what was erased since.
 * Bytes: {@code docs/formats/erasable-v1.md}.
 */
public final class PuncturableKey implements AutoCloseable {
  private static final int DEPTH = 64;
  private static final int SEED = 32;
  private static final int NODE = 1 + 8 + SEED;

  /** A seed that stands for every slot beginning with the first {@code depth} bits of its first. */
  private record Node(int depth, long first, SecretBytes seed) implements AutoCloseable {
    @Override
    public void close() {
      seed.close();
    }

    boolean holds(long slot) {
      return depth == 0 || (slot ^ first) >>> (DEPTH - depth) == 0;
    }
  }

  // By their first slot: ranges never overlap, so the nearest one below is the only candidate.
  private final TreeMap<Long, Node> nodes = new TreeMap<>(Long::compareUnsigned);

  private PuncturableKey(List<Node> given) {
    given.forEach(node -> nodes.put(node.first(), node));
  }

  /** A new one, from which nothing was cut out. */
  public static PuncturableKey generate() {
    return new PuncturableKey(List.of(new Node(0, 0, Randomness.secret(SEED))));
  }

  /**
   * Reads {@link #encoded}.
   *
   * @throws IllegalArgumentException when the bytes are not that
   */
  public static PuncturableKey of(SecretBytes encoded) {
    if (encoded.length() % NODE != 0) {
      throw new IllegalArgumentException("not a puncturable key");
    }
    return new PuncturableKey(encoded.expose(PuncturableKey::read));
  }

  private static List<Node> read(byte[] bytes) {
    var nodes = new ArrayList<Node>();
    for (var in = ByteBuffer.wrap(bytes); in.hasRemaining(); ) {
      int depth = in.get();
      long first = in.getLong();
      var seed = new byte[SEED];
      in.get(seed);
      var node = new Node(depth, first, SecretBytes.taking(seed));
      boolean begins = depth == DEPTH || (depth >= 0 && depth < DEPTH && first << depth == 0);
      boolean follows =
          nodes.isEmpty() || Long.compareUnsigned(last(nodes.getLast()), node.first()) < 0;
      if (!begins || !follows) {
        throw new IllegalArgumentException("not a puncturable key");
      }
      nodes.add(node);
    }
    return nodes;
  }

  private static long last(Node node) {
    return node.depth() == DEPTH ? node.first() : node.first() | (-1L >>> node.depth());
  }

  /** All of it, for whoever keeps it. The caller closes it. */
  public SecretBytes encoded() {
    var out = ByteBuffer.allocate(nodes.size() * NODE);
    for (var node : nodes.values()) {
      out.put((byte) node.depth()).putLong(node.first());
      node.seed().show(out::put);
    }
    return SecretBytes.taking(out.array());
  }

  /** The slot of a thing: the first 64 bits of a hash over its name. */
  public static long slot(String thing) {
    var name = ("vault/erasure-slot/v1 " + thing).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(Digest.sha256(name)).getLong();
  }

  /** The key of one slot, 32 bytes; empty when it was cut out. The caller closes it. */
  public Optional<SecretBytes> at(long slot) {
    return holding(slot)
        .map(
            node -> {
              var seed = node.seed().expose(byte[]::clone);
              for (int depth = node.depth(); depth < DEPTH; depth++) {
                var next = child(seed, bit(slot, depth));
                Arrays.fill(seed, (byte) 0);
                seed = next;
              }
              return SecretBytes.taking(seed);
            });
  }

  /** The same without one slot. This one is left as it is: close it. */
  public PuncturableKey without(long slot) {
    var rest = new ArrayList<Node>();
    for (var node : nodes.values()) {
      if (node.holds(slot)) {
        rest.addAll(beside(node, slot));
      } else {
        rest.add(new Node(node.depth(), node.first(), node.seed().expose(SecretBytes::of)));
      }
    }
    return new PuncturableKey(rest);
  }

  private static List<Node> beside(Node from, long slot) {
    var nodes = new ArrayList<Node>();
    var seed = from.seed().expose(byte[]::clone);
    for (int depth = from.depth(); depth < DEPTH; depth++) {
      int bit = bit(slot, depth);
      var aside = child(seed, 1 - bit);
      long sibling = (slot ^ (1L << (DEPTH - 1 - depth))) & (-1L << (DEPTH - 1 - depth));
      nodes.add(new Node(depth + 1, sibling, SecretBytes.taking(aside)));
      var next = child(seed, bit);
      Arrays.fill(seed, (byte) 0);
      seed = next;
    }
    Arrays.fill(seed, (byte) 0);
    return nodes;
  }

  private Optional<Node> holding(long slot) {
    return Optional.ofNullable(nodes.floorEntry(slot))
        .map(java.util.Map.Entry::getValue)
        .filter(node -> node.holds(slot));
  }

  private static int bit(long slot, int depth) {
    return (int) (slot >>> (DEPTH - 1 - depth)) & 1;
  }

  private static byte[] child(byte[] seed, int side) {
    return Hkdf.hmac(seed, new byte[] {(byte) side});
  }

  /**
   * One key out of several, of which each is needed: whoever lacks one of them has nothing.
   *
   * @param parts 32 bytes each, in an order that is always the same
   */
  public static SecretBytes joined(List<SecretBytes> parts) {
    var all = new byte[parts.size() * SEED];
    int at = 0;
    for (var part : parts) {
      int from = at;
      part.show(bytes -> System.arraycopy(bytes, 0, all, from, SEED));
      at += SEED;
    }
    try (var together = SecretBytes.taking(all)) {
      return Hkdf.derive(together, new byte[0], "vault/erasable/v1", SEED);
    }
  }

  @Override
  public void close() {
    nodes.values().forEach(Node::close);
  }

  @Override
  public String toString() {
    return "PuncturableKey[" + nodes.size() + "]";
  }
}
