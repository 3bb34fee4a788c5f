/**
 * The one-command stack: an embedded PostgreSQL, a mailbox and the product servers, started
 * together, stopped together. It is for trying and testing; production runs the same servers,
 * fragments and migrations under its own supervisor.
 */
@NullMarked
package io.vaultplatform.launcher;

import org.jspecify.annotations.NullMarked;
