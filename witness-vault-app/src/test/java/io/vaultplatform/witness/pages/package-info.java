@NullMarked
package io.vaultplatform.witness.pages;

import org.jspecify.annotations.NullMarked;
