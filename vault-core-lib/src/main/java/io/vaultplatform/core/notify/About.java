package io.vaultplatform.core.notify;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What an outgoing thing is about: the reference by which it is checked again before it goes, and
 * by which the evidence of its delivery finds its way back.
 *
 * @param scope whose audit log hears of it
 * @param kind the kind of subject, as a lower-case word ({@code trigger}, {@code trustee}, {@code
 *     account})
 * @param subject the subject's id
 * @param epoch the epoch of the subject for which this was decided; 0 where subjects have none
 * @param occasion why, as a lower-case word ({@code reminder}, {@code window}); the re-check reads
 *     it
 * @param person which trustee or recipient it goes to; empty for the owner
 */
public record About(
    Scope scope, String kind, UUID subject, long epoch, String occasion, Optional<UUID> person) {
  /** The kind of subject whose windows start with the evidence of letters. */
  public static final String TRIGGER = "trigger";

  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  public About {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(person, "person");
    if (!WORD.matcher(kind).matches() || !WORD.matcher(occasion).matches()) {
      throw new IllegalArgumentException("kind and occasion are lower-case words");
    }
    if (epoch < 0) {
      throw new IllegalArgumentException("an epoch is never negative");
    }
  }

  /** Something that goes to the owner, or to nobody. */
  public About(Scope scope, String kind, UUID subject, long epoch, String occasion) {
    this(scope, kind, subject, epoch, occasion, Optional.empty());
  }

  /** The same, going to this trustee or recipient: whether they were reached shows with them. */
  public About to(UUID someone) {
    return new About(scope, kind, subject, epoch, occasion, Optional.of(someone));
  }
}
