package io.vaultplatform.core.audit;

import java.util.Objects;
import java.util.UUID;

/**
 * What an entry is about: a type in lower-case ({@code vault}, {@code document}, {@code trigger},
 * {@code grant}, {@code trustee}, {@code session}…) and an id that says nothing by itself.
 */
public record Resource(String type, String id) {

  public Resource {
    Objects.requireNonNull(type, "type");
    if (!type.matches("[a-z][a-z0-9_]{0,39}")) {
      throw new IllegalArgumentException("resource.type is a lower-case word");
    }
    Facts.pseudonym("resource.id", id);
  }

  public static Resource of(String type, UUID id) {
    return new Resource(type, id.toString());
  }
}
