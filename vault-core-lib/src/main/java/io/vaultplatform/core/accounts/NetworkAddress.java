package io.vaultplatform.core.accounts;

/** Where a request came from, for back-off only; never stored or logged as it is. */
public record NetworkAddress(String text) {
  public NetworkAddress {
    if (text.isBlank() || text.length() > 64) {
      throw new IllegalArgumentException("not a network address");
    }
  }

  @Override
  public String toString() {
    return "NetworkAddress[not shown]";
  }
}
