package io.vaultplatform.core.notify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the outbox carries. */
public sealed interface Outgoing {

  /** Its id, chosen by whoever adds it. */
  OutgoingId id();

  /** The product whose server sends it. */
  String product();

  /** What it is about. */
  About about();

  /** Not before this time. */
  Instant notBefore();

  /** As which audit entry the acceptance of a letter counts. */
  enum Evidence {
    /**
     * About a trigger: the owner was reminded, which is what starts grace ({@code
     * reminder_accepted}).
     */
    REMINDER,
    /** About a trigger: somebody was told, which may start a window ({@code notice_accepted}). */
    NOTICE,
    /** Anything else: invitations, confirmations of an address ({@code letter_accepted}). */
    LETTER
  }

  /**
   * A letter.
   *
   * @param to where it goes, in order: the next one is tried only after the one before has failed
   *     for good
   * @param words exactly the words its template needs
   * @param link the token of the link in it, when its template has one
   */
  record Letter(
      OutgoingId id,
      String product,
      About about,
      Instant notBefore,
      Evidence evidence,
      Template template,
      List<Destination> to,
      Map<String, String> words,
      Optional<LinkToken> link)
      implements Outgoing {

    public Letter {
      check(id, product, about, notBefore);
      Objects.requireNonNull(evidence, "evidence");
      to = List.copyOf(to);
      words = Map.copyOf(words);
      if (to.isEmpty() || to.size() > 5) {
        throw new IllegalArgumentException("a letter goes to one to five destinations");
      }
      if (!words.keySet().equals(template.words())) {
        throw new IllegalArgumentException(
            template + " needs exactly the words " + template.words());
      }
      if (link.isPresent() != template.link().isPresent()) {
        throw new IllegalArgumentException(template + " and its link do not agree");
      }
      words.forEach(Template::check);
      if (evidence != Evidence.LETTER && !about.kind().equals(About.TRIGGER)) {
        throw new IllegalArgumentException("only letters about a trigger are evidence for it");
      }
    }

    /** Shows nothing personal: the outbox row is sealed, and so is this. */
    @Override
    public String toString() {
      return "letter " + id + " " + template;
    }
  }

  /**
   * Work of the engine that must follow a commit, done at least once by the {@link
   * io.vaultplatform.core.notify.spi.TaskRunner} of its name.
   *
   * @param name the runner's name
   * @param words what the runner needs to know; never secrets of people
   */
  record Task(
      OutgoingId id,
      String product,
      About about,
      Instant notBefore,
      String name,
      Map<String, String> words)
      implements Outgoing {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public Task {
      check(id, product, about, notBefore);
      words = Map.copyOf(words);
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("a task has a lower-case name");
      }
    }
  }

  private static void check(OutgoingId id, String product, About about, Instant notBefore) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(about, "about");
    Objects.requireNonNull(notBefore, "notBefore");
    if (product.isBlank()) {
      throw new IllegalArgumentException("an outgoing thing belongs to a product");
    }
  }
}
