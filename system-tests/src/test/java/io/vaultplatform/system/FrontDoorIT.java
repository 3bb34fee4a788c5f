package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What anybody sees of a product without signing in: its start page, and headers that keep a
 * browser safe.
 */
class FrontDoorIT {

  @ParameterizedTest
  @EnumSource(Product.class)
  void the_start_page_says_what_this_is_and_where_to_look(Product product) {
    var page = Http.to(product).get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.body())
        .contains(
            "<html lang=\"en\">",
            "<title>" + product.title() + "</title>",
            "<h1>" + product.title() + "</h1>")
        .contains("/openapi", "/health", "/metrics", "Mailbox");
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void the_start_page_has_no_script_and_asks_nobody_else(Product product) {
    var page = Http.to(product).get("/").body();
    var mailbox = "http://localhost:" + RealParts.whole().settings().mailboxPort() + "/";

    assertThat(page)
        .doesNotContainIgnoringCase("<script")
        .doesNotContainIgnoringCase("javascript:");
    assertThat(page.replace(mailbox, ""))
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("src=");
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void every_answer_forbids_scripts_frames_and_guessing(Product product) {
    for (var path :
        new String[] {"/", "/style.css", "/health", "/api/v1/nothing-here", "/nothing-here"}) {
      var answer = Http.to(product).get(path);

      assertThat(answer.header("Content-Security-Policy"))
          .as(path)
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).as(path).isEqualTo("no-referrer");
      assertThat(answer.header("Cache-Control")).as(path).contains("no-store");
    }
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void no_page_of_another_site_may_read_anything_and_nobody_gets_a_cookie(Product product) {
    var stranger = new Stranger(RealParts.whole().server(product).base());
    for (var path :
        new String[] {
          "/",
          "/metrics",
          "/metrics?scope=base",
          "/health",
          "/health/live",
          "/health/ready",
          "/health/started",
          "/openapi",
          "/openapi/ui/",
          "/api/v1/nothing-here",
          "/nothing-here"
        }) {
      for (var method : List.of("GET", "OPTIONS")) {
        var answer = stranger.send(Stranger.fromElsewhere(method, path));

        assertThat(answer).as(path).startsWith("HTTP/1.1 ");
        assertThat(answer.substring(0, answer.indexOf("\r\n\r\n")))
            .as(path)
            .doesNotContainIgnoringCase("\naccess-control-")
            .doesNotContainIgnoringCase("\nset-cookie");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void the_servers_own_page_for_the_api_is_switched_off_and_the_description_is_there(
      Product product) {
    for (var path :
        new String[] {
          "/openapi/ui", "/openapi/ui/", "/openapi/ui/index.html", "/openapi/ui/x.js"
        }) {
      var answer = Http.to(product).get(path);

      assertThat(answer.status()).as(path).isIn(302, 403, 404);
      assertThat(answer.header("Location")).as(path).doesNotContain(":");
      assertThat(answer.body()).as(path).doesNotContain("<script");
    }
    for (var path : new String[] {"/nothing-here", "/nothing/here.html", "/favicon.ico"}) {
      assertThat(Http.to(product).get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(Http.to(product).get("/openapi?format=JSON").status()).isEqualTo(200);
    assertThat(Http.to(product).get("/style.css").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void nothing_tells_which_software_answers(Product product) {
    for (var path :
        new String[] {
          "/", "/api/v1/nothing-here", "/nothing-here", "/api/v1/%00", "/WEB-INF/web.xml"
        }) {
      var answer = Http.to(product).get(path);
      var all = answer.headers().map() + answer.body();

      assertThat(all)
          .as(path)
          .doesNotContainIgnoringCase("liberty")
          .doesNotContainIgnoringCase("RESTEASY");
      assertThat(all)
          .as(path)
          .doesNotContain("Exception", "\tat ", "X-Powered-By", "$WSEP", "java.");
    }
  }
}
