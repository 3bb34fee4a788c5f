package io.vaultplatform.core.notify.internal;

import io.quarkus.qute.Engine;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.Template;
import io.vaultplatform.core.notify.spi.Channel.Message;
import io.vaultplatform.core.notify.spi.Wording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes letters: one text template each, read and parsed at start so that a broken one stops it
 * there.
 *
 * <p>Plain text and no HTML: nothing in it can be loaded, tracked or disguised, and a link shows
 * where it leads.
 */
final class Letters {
  private final Map<Template, io.quarkus.qute.Template> parsed = new EnumMap<>(Template.class);
  private final String publicUrl;
  private final Wording wording;

  Letters(String publicUrl, Wording wording) {
    this.publicUrl = publicUrl;
    this.wording = wording;
    // Strict: a word that a template asks for and nobody gave is a failure, never an empty line.
    var engine = Engine.builder().addDefaults().strictRendering(true).build();
    for (var template : Template.values()) {
      parsed.put(template, engine.parse(read(template)));
    }
  }

  Message message(Outgoing.Letter letter, String address) {
    var words = new HashMap<String, Object>();
    letter.words().forEach((name, value) -> words.put(name, Plainly.write(name, value)));
    letter.link().ifPresent(token -> words.put("link", link(letter, token.text())));
    words.put("signature", wording.signature());
    var template = parsed.get(letter.template());
    if (template == null) {
      throw new IllegalStateException("every template was parsed at start");
    }
    return new Message(
        letter.id(), address, letter.notBefore(), wording.subject(), template.render(words));
  }

  private String link(Outgoing.Letter letter, String token) {
    var purpose = letter.template().link().orElseThrow();
    return publicUrl + "/l/" + purpose.path() + "/" + token;
  }

  private static String read(Template template) {
    var name = "letters/" + template.name().toLowerCase(Locale.ROOT) + ".txt";
    try (var stream = Letters.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the letter " + name + " is not packaged");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
