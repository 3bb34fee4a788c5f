package io.vaultplatform.core.notify;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal.Reason;
import java.util.regex.Pattern;

/**
 * A mail address we are willing to write to: plain ASCII {@code local@domain}, at most 254
 * characters.
 *
 * <p>RFC 5321 allows much more (quoted local parts, comments, address literals). Each of these has
 * been used to smuggle a header or a second recipient past a parser, and people do not have such
 * addresses; so they are refused. A domain in another script is written in its {@code xn--} form.
 * Printing shows a mask, for addresses are personal and must not reach a log by accident.
 */
public record MailAddress(String text) {
  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  public MailAddress {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("not a plain mail address");
    }
  }

  /**
   * Reads what a person typed into the named field; surrounding spaces are forgiven, nothing else.
   */
  public static Outcome<MailAddress> parse(String field, String typed) {
    var text = typed.strip();
    return isWellFormed(text)
        ? Outcome.done(new MailAddress(text))
        : Outcome.refused(
            Reason.INVALID, field, "Write a plain mail address such as name@example.org.");
  }

  private static boolean isWellFormed(String text) {
    return text.length() <= 254
        && text.indexOf('@') <= 64
        && !text.contains("@-")
        && FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return "address withheld";
  }
}
