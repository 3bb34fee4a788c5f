package io.vaultplatform.cli.demo;

import io.vaultplatform.cli.Stop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The pages behind the links in letters, used as a person with a browser does: look, then press the
 * button.
 */
final class LinkPages {
  private static final Pattern ACTION = Pattern.compile("<form[^>]*\\baction=\"([^\"]*)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input[^>]*\\bname=\"([^\"]*)\"[^>]*\\bvalue=\"([^\"]*)\"");

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  LinkPages(URI server) {
    this.server = server;
  }

  /** Opens the page of a link and posts its form. */
  void press(String link) {
    // The letter names the server's public address; the page is fetched from the server under test.
    var page = server.resolve(URI.create(link).getPath());
    var shown = send(HttpRequest.newBuilder(page).GET().build());
    var action = ACTION.matcher(shown.body());
    var target = action.find() ? page.resolve(action.group(1).replace("&amp;", "&")) : page;
    var form = new StringBuilder();
    var hidden = HIDDEN.matcher(shown.body());
    while (hidden.find()) {
      form.append(form.isEmpty() ? "" : "&")
          .append(hidden.group(1))
          .append('=')
          .append(hidden.group(2));
    }
    send(
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form.toString()))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 400) {
        throw Stop.refused("The page behind a link answers " + response.statusCode() + ".");
      }
      return response;
    } catch (IOException e) {
      throw Stop.unreachable("No answer from " + server + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Stop.unreachable("Interrupted.", e);
    }
  }
}
