package io.vaultplatform.cli.demo;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.work.Switch;
import io.vaultplatform.cli.work.Vaults;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Waits for what has to be seen, a letter or a state, and ends the demonstration when it does not
 * come.
 */
final class Watch {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MailReader mail;
  private final Narrator story;

  Watch(MailReader mail, Narrator story) {
    this.mail = mail;
    this.story = story;
  }

  /** Waits until the owner's own client is told one of these states. */
  void state(Person owner, Vaults.Known vault, UUID trigger, Set<String> wanted) {
    var seen =
        eventually(
            "the state " + String.join(" or ", wanted),
            () -> {
              var now = new Switch(owner.client()).look(vault, trigger).state();
              return wanted.contains(now) ? Optional.of(now) : Optional.empty();
            });
    story.tell("", "The server says: " + seen + ".");
  }

  /** Waits for a letter with a link of that kind, and gives the link. */
  String link(Person person, String kind) {
    return letter(person, kind).link(kind).orElseThrow();
  }

  /** Waits for a letter with a link of that kind. */
  MailReader.Letter letter(Person person, String kind) {
    return eventually(
        "a letter to " + person.name() + " with a link (" + kind + ")",
        () -> mail.withLink(person.address(), kind));
  }

  private static <T> T eventually(String what, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      var seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Stop.unreachable("Interrupted.", e);
      }
    }
    throw Stop.refused("Not seen within " + PATIENCE.toSeconds() + " seconds: " + what + ".");
  }
}
