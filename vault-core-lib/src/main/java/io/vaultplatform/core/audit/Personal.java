package io.vaultplatform.core.audit;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What an entry says about a person, kept apart: it is stored under a key of that person alone, and
 * the chain holds only commitments to it. Destroying the key erases it and leaves the chain valid.
 *
 * @param subject whom it is about: the uuid of an account, trustee or recipient
 * @param content a canonical tree, at most 16 KiB
 */
public record Personal(UUID subject, Map<String, Object> content) {

  public Personal {
    Objects.requireNonNull(subject, "subject");
    content = Facts.frozen("personal", content);
  }

  /** Never prints the content. */
  @Override
  public String toString() {
    return "Personal[subject=" + subject + "]";
  }
}
