package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.FieldException;
import java.util.regex.Pattern;

/**
 * What somebody types to sign in: a pseudonym of their choice. Lower-case letters, digits, dot,
 * dash and underscore, 3 to 64 of them, so that no two names look alike.
 */
public record AccountName(String text) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9._-]{2,63}");

  public AccountName {
    if (!SHAPE.matcher(text).matches()) {
      throw new FieldException(
          "name",
          "has 3 to 64 lower-case letters, digits, dots, dashes or underscores, and begins with a"
              + " letter or digit");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
