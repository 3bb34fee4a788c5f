/**
 * What every resource shares: who asks, strict JSON in, problem documents out. The resources
 * themselves live in {@code api}.
 */
@NullMarked
package io.vaultplatform.witness.web;

import org.jspecify.annotations.NullMarked;
