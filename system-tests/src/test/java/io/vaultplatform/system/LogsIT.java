package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vaultplatform.launcher.Product;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the servers wrote down while every other test ran: JSON, and no secret of anybody. */
@Order(Integer.MAX_VALUE)
class LogsIT {
  /** Shapes that only secrets have: private keys of age, our tokens, sign-in keys in JSON. */
  private static final Pattern SECRET_SHAPES =
      Pattern.compile(
          "AGE-SECRET-KEY-1|AGE-PLUGIN-|\"(?:authKey|refreshToken|accessToken|passphrase|code|token)\"\\s*:\\s*\"|Bearer"
              + " ");

  private static final Pattern JWT =
      Pattern.compile("eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]+");

  private static final Pattern LINK = Pattern.compile("/l/[a-z-]+/([A-Za-z0-9_-]{20,})");

  @Test
  void no_secret_of_this_run_is_in_any_log() {
    var stack = RealParts.whole();
    var logs = stack.readLogs();

    assertThat(logs).contains("witness-vault");
    for (var secret : stack.secrets()) {
      assertThat(logs.contains(secret)).as("a password of this run").isFalse();
    }
  }

  @Test
  void no_token_of_a_mail_link_is_in_any_log() {
    var stack = RealParts.whole();
    // One is asked for on purpose: at least this one must have been seen and left out.
    Http.to(Product.WITNESS_VAULT).get("/l/check-in/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    var tokens = new LinkedHashSet<String>();
    tokens.add("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    for (var mail : stack.mailbox().mails()) {
      LINK.matcher(mail.text()).results().forEach(found -> tokens.add(found.group(1)));
    }
    var logs = stack.readLogs();

    for (var token : tokens) {
      assertThat(logs.contains(token)).as("the token of a mail link").isFalse();
    }
  }

  @Test
  void nothing_that_looks_like_a_secret_is_in_any_log() {
    var found = SECRET_SHAPES.matcher(RealParts.whole().readLogs());

    assertThat(found.find())
        .as(() -> "found the shape of a secret: " + found.group().substring(0, 5) + "…")
        .isFalse();
  }

  @Test
  void no_token_of_a_sign_in_is_in_any_log_also_where_it_was_refused() {
    // Refused on purpose: a token with another signature, and one product's token at the other,
    // which still counts where it came from.
    var token = Owner.registered().token;
    var forged = token.substring(0, token.lastIndexOf('.') + 1) + "B".repeat(86);
    for (var product : Product.values()) {
      assertThat(Http.to(product).with(forged).get("/api/v1/accounts/me").status()).isIn(401, 404);
    }
    assertThat(Http.to(Product.FINAL_FILE).with(token).get("/api/v1/accounts/me").status())
        .isIn(401, 404);

    var found = JWT.matcher(RealParts.whole().readLogs());

    assertThat(found.find()).as("the shape of a token").isFalse();
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void a_bad_request_of_a_stranger_writes_no_stack_and_no_error(Product product)
      throws InterruptedException {
    var before = Written.by(product);
    var stranger = new Stranger(RealParts.whole().server(product).base());
    for (var request : Stranger.bad()) {
      stranger.send(request);
    }
    Thread.sleep(1000); // what is written after an answer

    var lines = new ArrayList<String>();
    for (var line : Written.by(product).since(before)) {
      if (line.contains("\\tat ") || line.contains("\"ERROR\"") || line.contains("\"SEVERE\"")) {
        lines.add(line);
      }
      assertThat(line).as("a path is not to be told").doesNotContain(Stranger.MARK);
    }
    assertThat(lines).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void whoever_speaks_no_tls_at_the_port_for_tls_writes_no_stack_and_no_address(Product product)
      throws InterruptedException {
    var before = Written.by(product);
    var ports = Optional.ofNullable(RealParts.whole().settings().ports().get(product));
    var stranger =
        new Stranger(URI.create("https://127.0.0.1:" + ports.orElseThrow().https() + "/"));
    stranger.send("GET / HTTP/1.1\r\n\r\n");
    stranger.send("\u0016\u0003\u0001\u0000\u0005\u0001\u0000\u0000\u0001\u0000");
    stranger.send("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007");
    Thread.sleep(1000);

    assertThat(Written.by(product).since(before)).noneMatch(line -> line.contains("SSL"));
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void the_servers_logs_are_json_line_by_line_whatever_strangers_sent(Product product) {
    var stranger = new Stranger(RealParts.whole().server(product).base());
    Stranger.bad().forEach(stranger::send);

    var lines = Written.by(product).all();
    assertThat(lines).hasSizeGreaterThan(20);
    assertThat(lines).filteredOn(line -> !isJson(line)).isEmpty();
  }

  /** Every line of the server's own log, and of what came out of its process. */
  private record Written(List<String> log, List<String> console) {
    static Written by(Product product) {
      var stack = RealParts.whole();
      return new Written(lines(stack.serverLog(product)), lines(stack.console(product)));
    }

    private static List<String> lines(String text) {
      return text.lines().filter(line -> !line.isBlank()).toList();
    }

    List<String> all() {
      return Stream.of(log, console).flatMap(List::stream).toList();
    }

    List<String> since(Written before) {
      return Stream.of(
              log.subList(before.log.size(), log.size()),
              console.subList(before.console.size(), console.size()))
          .flatMap(List::stream)
          .toList();
    }
  }

  private static boolean isJson(String line) {
    try {
      return Http.JSON.readTree(line).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
