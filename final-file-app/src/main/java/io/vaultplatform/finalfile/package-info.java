/**
 * Final File: the web application that puts the platform's library on the network. It holds no rule
 * of its own.
 */
@NullMarked
package io.vaultplatform.finalfile;

import org.jspecify.annotations.NullMarked;
