package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One entry of a chain: what was done, by whom, to what, and which entry came before.
 *
 * <p>This is the control part, which is hashed and signed; see {@code
 * docs/formats/audit-entry-v1.md}. The personal payload is stored beside it and only committed to.
 *
 * @param sequence 1 for the first entry of a chain, then without a gap
 * @param time whole microseconds, UTC, never before the previous entry's
 * @param previous the previous entry's {@link #hash}, or the chain's genesis
 */
public record Entry(
    UUID id,
    Chain chain,
    long sequence,
    Instant time,
    EventType type,
    Resource resource,
    Actor actor,
    Map<String, Object> facts,
    Optional<Commitment> payload,
    String previous) {

  /** The name and version of the format; the domain of its hash. */
  public static final String FORMAT = "vault/audit-entry/v1";

  public Entry {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(payload, "payload");
    time = Facts.microseconds(time);
    facts = Facts.of(facts);
    Facts.hash("previous", previous);
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence begins at 1");
    }
  }

  /** The entry that a draft becomes behind {@code head}. */
  public static Entry following(
      Head head, Draft draft, UUID id, Instant time, Optional<Commitment> payload) {
    if (!head.chain().equals(draft.chain())) {
      throw new IllegalArgumentException("the draft belongs to another chain");
    }
    return new Entry(
        id,
        draft.chain(),
        head.sequence() + 1,
        time,
        draft.type(),
        draft.resource(),
        draft.actor(),
        draft.facts(),
        payload,
        head.hash());
  }

  /** The chain's head once this is its last entry. */
  public Head head() {
    return new Head(chain, sequence, hash());
  }

  /** SHA-256 in hex over the domain and the canonical bytes; computed anew at each call. */
  public String hash() {
    return ChainHash.of(FORMAT, toTree());
  }

  /** The control part as canonical text. */
  public String canonical() {
    return CanonicalJson.text(toTree());
  }

  /** The control part as a tree. */
  public Map<String, Object> toTree() {
    var tree = new HashMap<String, Object>();
    tree.put("format", FORMAT);
    tree.put("id", id.toString());
    tree.put("chain", chain.toTree());
    tree.put("sequence", sequence);
    tree.put("time", time.toString());
    tree.put("type", type.text());
    tree.put("resource", Map.of("type", resource.type(), "id", resource.id()));
    tree.put("actor", Map.of("kind", actor.kind().text(), "id", actor.id()));
    tree.put("facts", facts);
    payload.ifPresent(p -> tree.put("payload", p.toTree()));
    tree.put("previous", previous);
    return tree;
  }

  /**
   * Reads {@link #toTree}.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static Entry of(Map<String, Object> tree) {
    var entry = Fields.of(tree, "entry");
    entry.format(FORMAT);
    var resource = entry.object("resource");
    var actor = entry.object("actor");
    var read =
        new Entry(
            entry.uuid("id"),
            Chain.of(entry.object("chain")),
            entry.number("sequence", 1, CanonicalJson.MAX_INTEGER),
            entry.instant("time"),
            EventType.of(entry.text("type")),
            new Resource(resource.text("type"), resource.text("id")),
            new Actor(Actor.Kind.of(actor.text("kind")), actor.text("id")),
            entry.tree("facts"),
            entry.has("payload")
                ? Optional.of(Commitment.of(entry.object("payload")))
                : Optional.empty(),
            entry.hash("previous"));
    resource.end();
    actor.end();
    entry.end();
    return read;
  }
}
