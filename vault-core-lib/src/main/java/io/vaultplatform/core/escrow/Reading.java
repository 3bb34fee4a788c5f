package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * How this feature's documents are read: strictly, with the offending member named in a refusal,
 * and a signed one only after its signature held.
 */
final class Reading {
  private Reading() {}

  /** The body of a document that {@code expected} must have signed. */
  static <T> Outcome<T> signed(
      Signed signed,
      VerificationKey expected,
      String format,
      String name,
      Function<Fields, T> reader) {
    return switch (signed.verify(expected, format)) {
      case Signed.Verification.Valid(var body) -> body(body, format, name, reader);
      case Signed.Verification.Broken(var why) ->
          no(name, "The signature does not hold: " + why + ".");
    };
  }

  /** A document whose origin was checked otherwise. */
  static <T> Outcome<T> body(
      Map<String, ?> body, String format, String name, Function<Fields, T> reader) {
    try {
      var fields = Fields.of(body, name);
      fields.format(format);
      var read = reader.apply(fields);
      fields.end();
      return Outcome.done(read);
    } catch (FieldException e) {
      return no(e.field(), e.refusal().detail());
    } catch (IllegalArgumentException e) {
      // A record that refused its parts: its sentence names the rule, never the value.
      return no(name, String.valueOf(e.getMessage()));
    }
  }

  /** A document that is the plaintext of an age file. */
  static <T> Outcome<T> bytes(
      byte[] canonical, String format, String name, Function<Fields, T> reader) {
    Map<String, Object> tree;
    try {
      tree = CanonicalJson.parse(canonical);
    } catch (IllegalArgumentException e) {
      return no(name, "The file does not hold a " + format + ".");
    }
    return body(tree, format, name, reader);
  }

  static <T> Outcome<T> no(String field, String detail) {
    return Outcome.refused(Refusal.Reason.UNACCEPTABLE, field, detail);
  }

  static int count(Fields fields, String name, int least, int most) {
    return (int) fields.number(name, least, most);
  }

  static AgeRecipient recipient(Fields fields, String name) {
    return one(fields, name, AgeRecipient::parse, "is not an age recipient");
  }

  static VerificationKey key(Fields fields, String name) {
    return one(fields, name, VerificationKey::new, "is not a signing key");
  }

  static List<UUID> uuids(Fields fields, String name) {
    var ids = new ArrayList<UUID>();
    for (var text : fields.texts(name)) {
      ids.add(Fields.of(Map.of("id", text), fields.where(name)).uuid("id"));
    }
    return List.copyOf(ids);
  }

  static byte[] binary(Fields fields, String name, int most) {
    var bytes = fields.binary(name);
    if (bytes.length == 0 || bytes.length > most) {
      throw new FieldException(fields.where(name), "is not 1 to " + most + " bytes");
    }
    return bytes;
  }

  static <T> List<T> list(
      Fields fields, String name, int least, int most, Function<Fields, T> reader) {
    var items = fields.objects(name);
    if (items.size() < least || items.size() > most) {
      throw new FieldException(
          fields.where(name), "does not have " + least + " to " + most + " items");
    }
    return items.stream().map(item -> ended(item, reader)).toList();
  }

  static <T> T ended(Fields fields, Function<Fields, T> reader) {
    var read = reader.apply(fields);
    fields.end();
    return read;
  }

  /** A signed document as a member; nothing is verified. */
  static Signed signed(Fields fields, String name) {
    return signed(fields.tree(name), fields.where(name));
  }

  /** One or more signed documents as a member; nothing is verified. */
  static List<Signed> signedList(Fields fields, String name, int most) {
    var trees = fields.trees(name);
    if (trees.isEmpty() || trees.size() > most) {
      throw new FieldException(fields.where(name), "does not have 1 to " + most + " items");
    }
    return trees.stream().map(tree -> signed(tree, fields.where(name))).toList();
  }

  private static Signed signed(Map<String, Object> tree, String where) {
    try {
      return Signed.of(tree);
    } catch (IllegalArgumentException e) {
      throw new FieldException(where, "is not a signed document: " + e.getMessage());
    }
  }

  private static <T> T one(Fields fields, String name, Function<String, T> parser, String problem) {
    try {
      return parser.apply(fields.text(name));
    } catch (FieldException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new FieldException(fields.where(name), problem);
    }
  }
}
