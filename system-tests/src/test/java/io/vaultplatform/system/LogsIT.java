package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vaultplatform.launcher.Product;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

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

  // Liberty keeps its failures in files of their own and quotes there the token that it refused.
  // Such a token opens nothing; one that does must not be found.
  @Test
  void no_log_holds_a_token_that_opens_anything() {
    var found = new LinkedHashSet<String>();
    JWT.matcher(RealParts.whole().readLogs()).results().forEach(jwt -> found.add(jwt.group()));

    for (var token : found) {
      for (var product : Product.values()) {
        assertThat(Http.to(product).with(token).get("/api/v1/accounts/me").status()).isIn(401, 404);
      }
    }
  }

  @Test
  void no_token_is_in_the_messages_of_a_server() {
    for (var product : Product.values()) {
      assertThat(JWT.matcher(RealParts.whole().serverLog(product)).find()).isFalse();
    }
  }

  @Test
  void the_servers_logs_are_json_line_by_line() {
    var other = new ArrayList<String>();
    for (var line :
        RealParts.whole()
            .serverLog(Product.WITNESS_VAULT)
            .lines()
            .filter(line -> !line.isBlank())
            .toList()) {
      try {
        Http.JSON.readTree(line);
      } catch (JsonProcessingException e) {
        other.add(line);
      }
    }

    assertThat(other).isEmpty();
  }
}
