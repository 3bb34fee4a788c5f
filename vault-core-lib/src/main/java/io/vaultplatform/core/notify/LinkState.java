package io.vaultplatform.core.notify;

/**
 * What a link is good for. Only the audit log hears the difference; whoever holds a bad link hears
 * one sentence.
 */
public enum LinkState {
  VALID,
  EXPIRED,
  USED
}
