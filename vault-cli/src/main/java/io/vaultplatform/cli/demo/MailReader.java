package io.vaultplatform.cli.demo;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the stack's mailbox as the people of the story do: each their own letters, each letter
 * once.
 *
 * <p>A letter that was waited for and does not come ends the demonstration: nothing is taken as
 * sent that was not seen.
 */
final class MailReader {
  private final URI mails;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Set<String> read = new HashSet<>();

  MailReader(String mailbox) {
    this.mails = URI.create(mailbox + "/mails");
  }

  /** A letter. */
  record Letter(String to, String subject, String text, String receivedAt) {

    /** The token of the first link of that kind in the letter. */
    Optional<String> link(String kind) {
      var match =
          Pattern.compile("https?://\\S+/l/" + Pattern.quote(kind) + "/[A-Za-z0-9_-]{43}")
              .matcher(text);
      return match.find() ? Optional.of(match.group()) : Optional.empty();
    }
  }

  /** Every letter to that address that was not read yet, in whatever order the mailbox has them. */
  List<Letter> unread(String address) {
    return all().stream()
        .filter(l -> l.to().contains(address))
        .filter(l -> !read.contains(key(l)))
        .toList();
  }

  /**
   * An unread letter to that address with a link of that kind, if there is one; it counts as read
   * then.
   */
  Optional<Letter> withLink(String address, String kind) {
    var found = unread(address).stream().filter(l -> l.link(kind).isPresent()).findFirst();
    found.ifPresent(l -> read.add(key(l)));
    return found;
  }

  /** Marks everything to that address as read. */
  void skip(String address) {
    unread(address).forEach(l -> read.add(key(l)));
  }

  List<Letter> all() {
    try {
      var response =
          http.send(HttpRequest.newBuilder(mails).GET().build(), BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw Stop.refused("The mailbox at " + mails + " answers " + response.statusCode() + ".");
      }
      return Json.parseList(response.body()).stream()
          .map(
              m ->
                  new Letter(
                      m.text("to"),
                      m.optionalText("subject").orElse(""),
                      m.optionalText("text").orElse(""),
                      m.optionalText("receivedAt").orElse("")))
          .toList();
    } catch (IOException e) {
      throw Stop.unreachable("No answer from the mailbox at " + mails + ". Does the stack run?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Stop.unreachable("Interrupted.", e);
    }
  }

  private static String key(Letter l) {
    return l.to() + "|" + l.subject() + "|" + l.receivedAt() + "|" + l.text().hashCode();
  }
}
