package io.vaultplatform.cli;

import org.jspecify.annotations.Nullable;

/**
 * A command ends without having done what was asked: one sentence, and the exit code that says
 * whose move it is.
 */
public final class Stop extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Exit codes; {@code 0} is "done". */
  public enum Exit {
    /** The server refused, or something did not verify. */
    REFUSED(1),
    /** The command line asks for something impossible. */
    USAGE(2),
    /** No answer from the server. */
    UNREACHABLE(3);

    private final int code;

    Exit(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  private final Exit exit;
  private final @Nullable String field;

  private Stop(Exit exit, @Nullable String field, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.exit = exit;
    this.field = field;
  }

  public static Stop refused(String sentence) {
    return new Stop(Exit.REFUSED, null, sentence, null);
  }

  /** Refused because of one field of what was sent. */
  public static Stop refused(@Nullable String field, String sentence) {
    return new Stop(Exit.REFUSED, field, sentence, null);
  }

  public static Stop usage(String sentence) {
    return new Stop(Exit.USAGE, null, sentence, null);
  }

  public static Stop unreachable(String sentence, Throwable cause) {
    return new Stop(Exit.UNREACHABLE, null, sentence, cause);
  }

  public Exit exit() {
    return exit;
  }

  /** The field the server named, if it named one. */
  public @Nullable String field() {
    return field;
  }

  /** The sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
