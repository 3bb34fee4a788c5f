package io.vaultplatform.system.inside;

/** After which part of a transaction a test lets it fail. */
enum Step {
  STATE,
  ENTRY,
  OUTBOX,
  NEVER
}
