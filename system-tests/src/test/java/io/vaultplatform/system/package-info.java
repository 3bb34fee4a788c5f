/**
 * Everything together on real parts: the built WARs on real servers, a real database, real mail.
 */
@NullMarked
package io.vaultplatform.system;

import org.jspecify.annotations.NullMarked;
