/** The strict reader, tried with what people and attackers send. */
@NullMarked
package io.vaultplatform.witness.web;

import org.jspecify.annotations.NullMarked;
