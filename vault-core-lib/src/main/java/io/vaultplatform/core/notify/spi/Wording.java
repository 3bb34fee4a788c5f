package io.vaultplatform.core.notify.spi;

/**
 * How a product names itself in letters; one CDI bean per product. Neutral, for a subject is read
 * over shoulders.
 */
public interface Wording {

  /** The product's stored name, such as {@code witness-vault}. */
  String product();

  /** The subject of every letter: one line that says nothing about what is inside. */
  String subject();

  /** The line under every letter, naming who sends it. */
  String signature();
}
