package io.vaultplatform.launcher;

/**
 * The stack cannot start, and the message is the one sentence that tells a person why and what to
 * do.
 */
public final class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  StartRefused(String sentence) {
    super(sentence);
  }

  StartRefused(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
