package io.vaultplatform.witness.pages;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Renders pages. Every template is parsed when the application starts, everything filled in is
 * escaped, and a value that a template asks for and nobody gave is a failure, never an empty place.
 */
@ApplicationScoped
public class Pages {
  private static final String HTML = "text/html";
  private static final Variant VARIANT = new Variant(Locale.ENGLISH, HTML, "UTF-8");

  private final Map<PageName, Template> parsed = new HashMap<>();

  /** The pages there are; each is a template of that name in lower case. */
  enum PageName {
    ASK,
    DONE,
    REFUSED,
    TRUSTEE,
    CODE,
    RELEASE
  }

  public Pages() {
    var engine =
        Engine.builder()
            .addDefaults()
            .strictRendering(true)
            .addResultMapper(new HtmlEscaper(List.of(HTML)))
            .build();
    engine.putTemplate("layout", engine.parse(read("layout"), VARIANT, "layout"));
    for (var page : PageName.values()) {
      var name = page.name().toLowerCase(Locale.ROOT);
      parsed.put(page, engine.parse(read(name), VARIANT, name));
    }
  }

  /** One page with what is to be filled in: texts, flags, lists and maps of these. */
  String render(PageName page, Map<String, Object> values) {
    var template = parsed.get(page);
    if (template == null) {
      throw new IllegalStateException("every page was parsed at start");
    }
    return template.render(values);
  }

  private static String read(String name) {
    try (var stream = Pages.class.getResourceAsStream(name + ".html")) {
      if (stream == null) {
        throw new IllegalStateException("the page " + name + " is not packaged");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
