package io.vaultplatform.core.base;

/**
 * A member of an exchanged format that is missing, malformed or not allowed there.
 *
 * <p>An exception although it is expected, because readers build records in constructor order;
 * whoever calls a reader turns it into a {@link Refusal} with {@link #refusal}. It quotes names and
 * rules, never the value.
 */
public final class FieldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String problem;

  /**
   * @param field dotted path of the member
   * @param problem what is wrong with it, as the end of a sentence beginning with the field
   */
  public FieldException(String field, String problem) {
    super(field + " " + problem);
    this.field = field;
    this.problem = problem;
  }

  /** The dotted path of the member. */
  public String field() {
    return field;
  }

  /** The same member inside of another object: its path begins with where that object is. */
  public FieldException within(String path) {
    return path.isEmpty() ? this : new FieldException(path + "." + field, problem);
  }

  /** The same as a refusal that names the field. */
  public Refusal refusal() {
    return Refusal.of(Refusal.Reason.INVALID, field, field + " " + problem + ".");
  }
}
