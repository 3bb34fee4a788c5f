/** The log's formats, laws and tables, tried. */
@NullMarked
package io.vaultplatform.core.audit;

import org.jspecify.annotations.NullMarked;
