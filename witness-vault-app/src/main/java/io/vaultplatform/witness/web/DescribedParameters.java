package io.vaultplatform.witness.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;

/**
 * What the parameters are that many operations have: the ids of paths, and the headers of versions
 * and of repeated requests.
 */
final class DescribedParameters {
  private static final Set<String> IDS =
      Set.of(
          "vault", "document", "trigger", "trustee", "recipient", "grant", "session", "successor");

  // Without them the request is refused; the methods take null to say so by name.
  private static final Set<String> NEEDED = Set.of("If-Match", "Upload-Offset");

  private record Words(String description, Object example) {}

  private static final Map<String, Words> KNOWN =
      Map.ofEntries(
          known("vault", "The vault's id", DescribedValues.ID),
          known("document", "The document's id, chosen by the client", DescribedValues.ID),
          known("trigger", "The trigger's id", DescribedValues.ID),
          known("trustee", "The trustee's id", DescribedValues.ID),
          known("recipient", "The recipient's id", DescribedValues.ID),
          known("grant", "The grant's id", DescribedValues.ID),
          known("session", "The session's id, as listed", DescribedValues.ID),
          known("successor", "The id that the order names for the successor", DescribedValues.ID),
          known("version", "The document's version, from 1 to 1000000", "1"),
          known("sequence", "The entry's number in the log, from 1", 17),
          known(
              "accountOrKey",
              "The account's id, or the fingerprint of its keys (SHA-256 in hex)",
              DescribedValues.ID),
          known("If-Match", "The ETag of what is to be replaced; needed", "\"1\""),
          known(
              "If-None-Match",
              "The ETag of what is known already: 304 when it is still that",
              "\"1\""),
          known("Range", "One range of bytes; anything else is ignored", "bytes=0-65535"),
          known(
              "If-Range",
              "The ETag of the file that the range belongs to; the whole file comes when it"
                  + " changed",
              "\"1\""),
          known("Upload-Offset", "How many bytes of the payload went before this; needed", 0));

  private DescribedParameters() {}

  static void in(Operation operation) {
    var answers = operation.getResponses();
    if (answers.hasAPIResponse("201")) {
      operation.addParameter(idempotencyKey());
    }
    if (answers.hasAPIResponse("304")) {
      operation.addParameter(header("If-None-Match"));
    }
    of(operation).forEach(DescribedParameters::describe);
  }

  static List<Parameter> of(Operation operation) {
    return Optional.ofNullable(operation.getParameters()).orElse(List.of());
  }

  private static void describe(Parameter parameter) {
    var words = KNOWN.get(parameter.getName());
    if (words != null && parameter.getDescription() == null) {
      parameter.setDescription(words.description());
    }
    if (words != null && parameter.getExample() == null) {
      parameter.setExample(words.example());
    }
    if (IDS.contains(parameter.getName()) && parameter.getIn() != In.HEADER) {
      DescribedValues.id(parameter.getSchema());
    }
    if (NEEDED.contains(parameter.getName())) {
      parameter.setRequired(true);
    }
  }

  private static Parameter idempotencyKey() {
    var key = header("Idempotency-Key");
    key.getSchema().setPattern("^" + Idempotency.SHAPE + "$");
    return key.description(
            "Chosen by the client, anew for each thing to create. For a day, the same request with"
                + " the same key gets the answer it had and creates nothing more; another request"
                + " with it is refused.")
        .example("vault-of-ann-01");
  }

  private static Parameter header(String name) {
    return OASFactory.createParameter()
        .name(name)
        .in(In.HEADER)
        .schema(OASFactory.createSchema().addType(SchemaType.STRING));
  }

  private static Map.Entry<String, Words> known(String name, String description, Object example) {
    return Map.entry(name, new Words(description, example));
  }
}
