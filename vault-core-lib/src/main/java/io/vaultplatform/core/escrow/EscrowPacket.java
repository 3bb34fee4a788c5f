package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Opening;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One portion by one path, as the server keeps it: an age file to the path's identity, in which
 * lies, for each recipient, an age file with the escrow identity. Opening the outer one shows
 * nobody the escrow identity.
 *
 * @param epoch the arming
 * @param place the portion and the path
 * @param policyHash the policy
 * @param outer the age file
 */
public record EscrowPacket(Epoch epoch, Place place, String policyHash, SealedFile outer) {

  /** The {@code format} of the packet. */
  public static final String FORMAT = "vault/escrow-packet/v1";

  private static final String CONTENTS = "vault/escrow-packet-contents/v1";
  private static final int MOST_INNER = 4096;
  private static final int MOST_CONTENTS = 128 * 1024;

  /** The age file that lets one recipient, and nobody else, have the escrow identity. */
  public record Inner(Portion portion, UUID recipient, SealedFile file) {}

  static EscrowPacket seal(
      Epoch epoch, Place place, String policyHash, List<Inner> inner, AgeRecipient path) {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", CONTENTS);
    epoch.write(body);
    place.write(body);
    body.put("policyHash", policyHash);
    body.put(
        "inner",
        inner.stream()
            .map(i -> Map.of("recipient", i.recipient().toString(), "file", i.file().text()))
            .toList());
    var outer = AgeFile.encrypt(CanonicalJson.bytes(body), Set.of(path));
    return new EscrowPacket(epoch, place, policyHash, SealedFile.of(outer));
  }

  /** What lies inside, if {@code path} opens it and it is what this packet says. */
  Outcome<List<Inner>> open(AgeIdentity path) {
    return switch (AgeFile.decrypt(outer.bytes(), List.of(path), MOST_CONTENTS)) {
      case Opening.Unopened<?>(var fault) ->
          Reading.no("packet", "The packet does not open: " + fault.detail() + ".");
      case Opening.Opened<io.vaultplatform.core.crypto.SecretBytes>(var contents) -> {
        try (contents) {
          yield contents.expose(bytes -> Reading.bytes(bytes, CONTENTS, "packet", this::contents));
        }
      }
    };
  }

  private List<Inner> contents(Fields fields) {
    if (!Epoch.read(fields).equals(epoch)
        || !Place.read(fields).equals(place)
        || !fields.hash("policyHash").equals(policyHash)) {
      throw new IllegalArgumentException(
          "The packet holds what belongs to another epoch, place or policy.");
    }
    return Reading.list(
        fields,
        "inner",
        1,
        ReleasePolicy.MOST_PEOPLE,
        i ->
            new Inner(
                place.portion(), i.uuid("recipient"), SealedFile.read(i, "file", MOST_INNER)));
  }

  static EscrowPacket read(Fields fields) {
    fields.format(FORMAT);
    var epoch = Epoch.read(fields);
    return new EscrowPacket(
        epoch,
        Place.read(fields),
        fields.hash("policyHash"),
        SealedFile.read(fields, "outer", MOST_CONTENTS));
  }

  /** Reads the tree form. */
  public static Outcome<EscrowPacket> of(Map<String, ?> tree) {
    return Reading.body(tree, FORMAT, "packet", EscrowPacket::read);
  }

  /** The tree form, which is stored and exchanged. */
  public Map<String, Object> toTree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("format", FORMAT);
    epoch.write(tree);
    place.write(tree);
    tree.put("policyHash", policyHash);
    tree.put("outer", outer.text());
    return tree;
  }
}
