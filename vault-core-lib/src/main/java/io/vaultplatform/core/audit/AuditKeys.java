package io.vaultplatform.core.audit;

import java.util.UUID;

/** What operators have done to the log's keys. */
public interface AuditKeys {

  /**
   * Makes the next signing key, announced by an entry of the platform's chain that the old one
   * signs. From its commit on every server signs with it.
   *
   * @param occasion whose doing it is; the same one twice makes one key
   */
  void rotate(UUID occasion);

  /**
   * Removes payloads and keys of a subject from every chain. The entries stay, and exports say that
   * their payloads were erased.
   */
  void forget(UUID subject);
}
