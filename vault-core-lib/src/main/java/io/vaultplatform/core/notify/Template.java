package io.vaultplatform.core.notify;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The letters we write, and the words each needs. A closed set, so that nobody can put content, a
 * title or a claim into a letter: the text is in the template, and only these words are filled in.
 *
 * <p>The word {@code alias} is one line of at most 200 characters; it appears in bodies only, never
 * in a subject or another header. {@code at}, {@code due} and {@code until} are times (ISO-8601,
 * UTC), {@code grace}, {@code window} and {@code waiting} durations (ISO-8601); the letter writes
 * both out in full. {@code from} and {@code to} are A, B or C, {@code document} is an id. {@code
 * why} and {@code ends} name a reason to hold, {@code news} a change of keys; the letter has a
 * sentence for each. {@code standing} and {@code needed} count people.
 */
public enum Template {
  /** To the owner: confirm that this address is yours. */
  CONFIRM_ADDRESS(Optional.of(LinkPurpose.ADDRESS), Set.of("until")),
  /** To the owner's former address: another one takes its place. */
  ADDRESS_CHANGED(Optional.empty(), Set.of("at")),
  /** To the owner: how their keys are unlocked changed, or was used, and when. */
  KEYS_CHANGED(Optional.empty(), Set.of("at", "news")),
  /**
   * To the owner: a document is to be protected less, {@code waiting} from this letter on; {@code
   * from} and {@code to} are its classes.
   */
  CLASS_WEAKENING(Optional.empty(), Set.of("at", "waiting", "from", "to", "document")),
  /**
   * To the owner: a check-in is asked for; {@code due} when it was due, {@code graceEnds} what
   * comes next.
   */
  REMINDER(Optional.of(LinkPurpose.CHECK_IN), Set.of("due", "grace", "until")),
  /** To the owner: the condition was met, the challenge window runs. */
  WINDOW(Optional.of(LinkPurpose.CHECK_IN), Set.of("window", "until")),
  /** To a trustee: somebody asks you to hold a share. */
  TRUSTEE_INVITATION(Optional.of(LinkPurpose.TRUSTEE), Set.of("alias", "until")),
  /** To the owner: the trigger is held, why, and what ends it. */
  HELD(Optional.of(LinkPurpose.CHECK_IN), Set.of("why", "ends", "until")),
  /** To a trustee: please confirm or refuse; an answer is awaited until {@code due}. */
  TRUSTEE_CASE(Optional.of(LinkPurpose.TRUSTEE), Set.of("alias", "due", "until")),
  /** To a trustee: the trigger is held, why, and what ends it. */
  TRUSTEE_HELD(Optional.empty(), Set.of("alias", "why", "ends")),
  /** To a trustee whose answer did not come in time: it is held, and an answer still counts. */
  TRUSTEE_LATE(Optional.of(LinkPurpose.TRUSTEE), Set.of("alias", "until")),
  /** To a trustee: show that your key still works; a proof is due then. */
  TRUSTEE_PROOF(Optional.of(LinkPurpose.TRUSTEE), Set.of("alias", "due", "until")),
  /** To the owner: fewer trustees showed that their key works than are needed to open. */
  PROOFS_SHORT(Optional.empty(), Set.of("standing", "needed")),
  /** To a trustee or recipient: what was asked or announced before no longer stands. */
  WITHDRAWN(Optional.empty(), Set.of("alias", "at")),
  /** To a recipient: something was left for you. */
  RECIPIENT_RELEASE(Optional.of(LinkPurpose.RECIPIENT), Set.of("alias", "until")),
  /** To a recipient for whom the platform opens: bring a key for what was left for you. */
  RECIPIENT_CLAIM(Optional.of(LinkPurpose.RECIPIENT), Set.of("alias", "until"));

  /** The reasons to hold, by the names that triggers give them. */
  public static final Set<String> HOLDS =
      Set.of("not_reached", "no_answer", "challenged", "clocks", "log", "key_service", "channels");

  private static final Set<String> CLASSES = Set.of("A", "B", "C");

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final Pattern PEOPLE = Pattern.compile("[0-9]|[1-9][0-9]");

  /** What there is to tell about an owner's keys. */
  public static final Set<String> NEWS = Set.of("slots", "passphrase", "recovery", "keys");

  private final Optional<LinkPurpose> link;
  private final Set<String> words;

  Template(Optional<LinkPurpose> link, Set<String> words) {
    this.link = link;
    this.words = Set.copyOf(words);
  }

  /** The purpose of the link in it, when there is one. */
  public Optional<LinkPurpose> link() {
    return link;
  }

  /** The names of the words it needs, exactly. */
  public Set<String> words() {
    return words;
  }

  /**
   * Checks one word of a letter.
   *
   * @throws IllegalArgumentException when it is not of its kind; without quoting it
   */
  static void check(String name, String value) {
    try {
      switch (name) {
        case "at", "due", "until" -> Instant.parse(value);
        case "grace", "window", "waiting" -> Duration.parse(value);
        case "from", "to" -> {
          if (!CLASSES.contains(value)) {
            throw new DateTimeException("no class");
          }
        }
        case "document" -> {
          if (!ID.matcher(value).matches()) {
            throw new DateTimeException("no id");
          }
        }
        case "why", "ends" -> {
          if (!HOLDS.contains(value)) {
            throw new DateTimeException("no reason to hold");
          }
        }
        case "news" -> {
          if (!NEWS.contains(value)) {
            throw new DateTimeException("no news of keys");
          }
        }
        case "standing", "needed" -> {
          if (!PEOPLE.matcher(value).matches()) {
            throw new DateTimeException("no number of people");
          }
        }
        // A line break in an alias would let its author write lines of our letter, or, in a header,
        // a second recipient.
        case "alias" -> {
          if (value.isBlank()
              || value.length() > 200
              || value.chars().anyMatch(Character::isISOControl)) {
            throw new DateTimeException("not one line");
          }
        }
        // Names are checked against the template first: another one is a template that forgot its
        // kind.
        default -> throw new IllegalStateException("no kind is known for the word " + name);
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("the word " + name + " is malformed");
    }
  }
}
