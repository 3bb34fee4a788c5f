/** Tests that run inside the server, in the built application: what only the container can show. */
@NullMarked
package io.vaultplatform.system.inside;

import org.jspecify.annotations.NullMarked;
