package io.vaultplatform.core.notify.internal;

import java.util.regex.Pattern;

/**
 * What an outside system said, fit to be kept: one line, at most 200 characters, and without
 * anything that looks like an address, since mail servers like to quote the recipient.
 */
final class Answers {
  private static final Pattern ADDRESS = Pattern.compile("<?[^\\s<>]{1,64}@[^\\s<>]{1,255}>?");
  // The audit log refuses facts that look like keys. A mail server that says such a thing must not
  // be able to stop us.
  private static final Pattern KEY =
      Pattern.compile("AGE-SECRET-KEY-|PRIVATE KEY", Pattern.CASE_INSENSITIVE);
  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]+");

  private Answers() {}

  static String plain(String said) {
    var line =
        UNPRINTABLE.matcher(said.substring(0, Math.min(said.length(), 1000))).replaceAll(" ");
    var withheld =
        KEY.matcher(ADDRESS.matcher(line).replaceAll("(address)")).replaceAll("(withheld)").strip();
    return withheld.substring(0, Math.min(withheld.length(), 200));
  }
}
