package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Signed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Everything the owner's device submits to arm, at once: either all of it takes effect or none.
 *
 * @param policy signed {@link ReleasePolicy}
 * @param releaseList signed {@link ReleaseList}, version 1
 * @param shareSet signed {@link ShareSet}
 * @param packet the packet of the one stage and path
 * @param platformShare the platform's share, to the gate
 * @param trusteeShares each trustee's share, to that trustee
 * @param headers the documents in scope, with new headers where they are of class B
 */
public record Submission(
    Signed policy,
    Signed releaseList,
    Signed shareSet,
    EscrowPacket packet,
    SealedFile platformShare,
    List<TrusteeShare> trusteeShares,
    List<Header> headers) {

  private static final int MOST_SHARE = 8192;
  private static final int MOST_HEADER = 64 * 1024;

  /** A share file and whose it is. */
  public record TrusteeShare(int stage, UUID trustee, SealedFile file) {
    private static TrusteeShare read(Fields share) {
      return new TrusteeShare(
          Reading.count(share, "stage", 1, 1),
          share.uuid("trustee"),
          SealedFile.read(share, "file", MOST_SHARE));
    }

    private Map<String, Object> toTree() {
      return Map.of("stage", stage, "trustee", trustee.toString(), "file", file.text());
    }
  }

  /** New headers of a class B document. */
  public record Wraps(AgeHeader header, AgeHeader metadataHeader) {
    private static Wraps read(Fields fields) {
      return new Wraps(ageHeader(fields, "header"), ageHeader(fields, "metadataHeader"));
    }
  }

  /** A document in scope: its manifest, new in class B, and its new headers there. */
  public record Header(Signed manifest, Optional<Wraps> wraps) {

    static Header unchanged(Signed manifest) {
      return new Header(manifest, Optional.empty());
    }

    private static Header read(Fields header) {
      return new Header(
          signed(header, "manifest"),
          header.has("header") || header.has("metadataHeader")
              ? Optional.of(Wraps.read(header))
              : Optional.empty());
    }

    private Map<String, Object> toTree() {
      var tree = new LinkedHashMap<String, Object>();
      tree.put("manifest", manifest.toTree());
      wraps.ifPresent(
          w -> {
            tree.put("header", Base64Url.encode(w.header().bytes()));
            tree.put("metadataHeader", Base64Url.encode(w.metadataHeader().bytes()));
          });
      return tree;
    }
  }

  public Submission {
    trusteeShares = List.copyOf(trusteeShares);
    headers = List.copyOf(headers);
  }

  /** The body of the request to arm. */
  public Map<String, Object> toTree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("policy", policy.toTree());
    tree.put("releaseList", releaseList.toTree());
    tree.put("shareSet", shareSet.toTree());
    tree.put("packets", List.of(packet.toTree()));
    tree.put("platformShares", List.of(Map.of("stage", 1, "file", platformShare.text())));
    tree.put("trusteeShares", trusteeShares.stream().map(TrusteeShare::toTree).toList());
    tree.put("headers", headers.stream().map(Header::toTree).toList());
    return tree;
  }

  /** Reads the body of a request to arm; nothing is verified yet. */
  public static Outcome<Submission> of(Map<String, ?> tree) {
    try {
      var fields = Fields.of(tree, "");
      var submission =
          new Submission(
              signed(fields, "policy"),
              signed(fields, "releaseList"),
              signed(fields, "shareSet"),
              Reading.list(fields, "packets", 1, 1, EscrowPacket::read).getFirst(),
              Reading.list(fields, "platformShares", 1, 1, Submission::platformShare).getFirst(),
              Reading.list(
                  fields, "trusteeShares", 1, ReleasePolicy.MOST_PEOPLE, TrusteeShare::read),
              Reading.list(fields, "headers", 0, ReleaseList.MOST_ITEMS, Header::read));
      fields.end();
      return Outcome.done(submission);
    } catch (FieldException e) {
      return Outcome.refused(e.refusal());
    }
  }

  private static SealedFile platformShare(Fields share) {
    Reading.count(share, "stage", 1, 1);
    return SealedFile.read(share, "file", MOST_SHARE);
  }

  private static AgeHeader ageHeader(Fields fields, String name) {
    return switch (AgeHeader.readExactly(
        Reading.binary(fields, name, MOST_HEADER), AgeLimits.DEFAULT)) {
      case Opening.Opened<AgeHeader>(var header) -> header;
      case Opening.Unopened<AgeHeader>(var fault) ->
          throw new FieldException(fields.where(name), "is refused: " + fault.detail());
    };
  }

  private static Signed signed(Fields fields, String name) {
    var tree = fields.tree(name);
    try {
      return Signed.of(tree);
    } catch (IllegalArgumentException e) {
      throw new FieldException(fields.where(name), "is not a signed document: " + e.getMessage());
    }
  }
}
