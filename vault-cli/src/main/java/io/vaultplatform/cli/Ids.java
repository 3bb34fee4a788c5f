package io.vaultplatform.cli;

import java.util.Locale;
import java.util.UUID;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ids on the command line; picocli puts the parameter's name before the complaint. */
final class Ids implements ITypeConverter<UUID> {
  @Override
  public UUID convert(String typed) {
    try {
      var id = UUID.fromString(typed);
      // Java reads "1-1-1-1-1" as well; nobody who types that means an id.
      if (id.toString().equals(typed.toLowerCase(Locale.ROOT))) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // The same complaint for what Java cannot read.
    }
    throw new TypeConversionException(
        "\""
            + Visible.line(typed)
            + "\" is no id; an id is like 0190f3c2-7c00-7000-8000-0123456789ab.");
  }
}
