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
 * @param shareSets signed {@link ShareSet}s, one for each place: each portion by each path that the
 *     platform takes part in
 * @param packets one for each place
 * @param platformShares the platform's share of each place, to the gate
 * @param trusteeShares each trustee's share of each place, to that trustee
 * @param headers the documents in scope, with new headers where they are of class B
 */
public record Submission(
    Signed policy,
    Signed releaseList,
    List<Signed> shareSets,
    List<EscrowPacket> packets,
    List<PlacedFile> platformShares,
    List<TrusteeShare> trusteeShares,
    List<Header> headers) {

  private static final int MOST_SHARES = Place.MOST * ReleasePolicy.MOST_PEOPLE;
  private static final int MOST_HEADER = 64 * 1024;

  /** A share file and whose it is. */
  public record TrusteeShare(UUID trustee, PlacedFile share) {
    private static TrusteeShare read(Fields share) {
      return new TrusteeShare(share.uuid("trustee"), PlacedFile.read(share));
    }

    private Map<String, Object> toTree() {
      var tree = new LinkedHashMap<>(share.toTree());
      tree.put("trustee", trustee.toString());
      return tree;
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
          Reading.signed(header, "manifest"),
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
    shareSets = List.copyOf(shareSets);
    packets = List.copyOf(packets);
    platformShares = List.copyOf(platformShares);
    trusteeShares = List.copyOf(trusteeShares);
    headers = List.copyOf(headers);
  }

  /** The body of the request to arm. */
  public Map<String, Object> toTree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("policy", policy.toTree());
    tree.put("releaseList", releaseList.toTree());
    tree.put("shareSets", shareSets.stream().map(Signed::toTree).toList());
    tree.put("packets", packets.stream().map(EscrowPacket::toTree).toList());
    tree.put("platformShares", platformShares.stream().map(PlacedFile::toTree).toList());
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
              Reading.signed(fields, "policy"),
              Reading.signed(fields, "releaseList"),
              Reading.signedList(fields, "shareSets", Place.MOST),
              Reading.list(fields, "packets", 1, Place.MOST, EscrowPacket::read),
              PlacedFile.list(fields, "platformShares", 1),
              Reading.list(fields, "trusteeShares", 1, MOST_SHARES, TrusteeShare::read),
              Reading.list(fields, "headers", 0, ReleaseList.MOST_ITEMS, Header::read));
      fields.end();
      return Outcome.done(submission);
    } catch (FieldException e) {
      return Outcome.refused(e.refusal());
    }
  }

  private static AgeHeader ageHeader(Fields fields, String name) {
    return switch (AgeHeader.readExactly(
        Reading.binary(fields, name, MOST_HEADER), AgeLimits.DEFAULT)) {
      case Opening.Opened<AgeHeader>(var header) -> header;
      case Opening.Unopened<AgeHeader>(var fault) ->
          throw new FieldException(fields.where(name), "is refused: " + fault.detail());
    };
  }
}
