package io.vaultplatform.core.content;

import io.vaultplatform.core.crypto.Signed;

/**
 * A version that joins a running release, and the owner's list that names it.
 *
 * @param manifest of the version, verified
 * @param manifestHash SHA-256 (hex) of the manifest's canonical body
 * @param releaseList the next one as the owner signed it; content cannot read it, whoever arms can
 */
public record Joining(Manifest manifest, String manifestHash, Signed releaseList) {}
