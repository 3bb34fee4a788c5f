package io.vaultplatform.core.kms;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Something that may have to be destroyed for good. The kind is part of it, and the vault of
 * whatever is in a vault: clients choose ids, and nobody may choose one that takes somebody else's
 * thing along.
 *
 * @param text such as {@code vault:…} or {@code document:…/…}
 */
public record Thing(String text) {
  private static final Pattern FORM = Pattern.compile("[a-z]{3,16}:[0-9a-f/-]{36,73}");

  public Thing {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a thing: " + text);
    }
  }

  /** A vault and everything in it. */
  public static Thing vault(VaultId vault) {
    return new Thing("vault:" + vault);
  }

  /** One document, all its versions. */
  public static Thing document(VaultId vault, UUID document) {
    return new Thing("document:" + vault + "/" + document);
  }

  /** Somebody named in a vault: trustee or recipient. */
  public static Thing person(VaultId vault, UUID person) {
    return new Thing("person:" + vault + "/" + person);
  }

  /** Whom personal payloads of the log are about; an account is one. */
  public static Thing subject(UUID subject) {
    return new Thing("subject:" + subject);
  }

  /** Somebody with an account. */
  public static Thing subject(AccountId account) {
    return subject(account.value());
  }

  @Override
  public String toString() {
    return text;
  }
}
