package io.vaultplatform.core.notify;

import java.util.regex.Pattern;

/**
 * One way to reach somebody: a channel by its name, and the address as this channel understands it.
 *
 * @param channel the name of a {@link io.vaultplatform.core.notify.spi.ChannelProvider}, such as
 *     {@code mail}
 * @param address at most 254 characters without control characters; never printed
 */
public record Destination(String channel, String address) {
  /** The built-in channel. */
  public static final String MAIL = "mail";

  private static final Pattern CHANNEL = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  public Destination {
    if (!CHANNEL.matcher(channel).matches()) {
      throw new IllegalArgumentException("a channel has a lower-case name");
    }
    if (address.isBlank()
        || address.length() > 254
        || address.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("not an address");
    }
  }

  /** By mail. */
  public static Destination mail(MailAddress address) {
    return new Destination(MAIL, address.text());
  }

  @Override
  public String toString() {
    return channel + ":address withheld";
  }
}
