package io.vaultplatform.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Mails as text for people and for programs; every character that came from outside is escaped.
 * Pure.
 */
final class MailView {
  private static final String STYLE =
      """
      body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
      article{border-top:1px solid #767676;padding:.5rem 0 1rem}h2{font-size:1.1rem;margin:.5rem 0}
      pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:.5rem 0}dl{margin:0}dt{float:left;width:6rem;color:#555}dd{margin:0 0 0 6rem}
      """;

  // Only addresses of this machine become links: nothing in a mail should lead a reader of this
  // page anywhere else.
  private static final Pattern LOCAL_LINK =
      Pattern.compile("https?://(?:localhost|127\\.0\\.0\\.1)(?::\\d+)?/[A-Za-z0-9/_.~-]*");

  private MailView() {}

  /** The Content-Security-Policy source of the page's own style, by its hash. */
  static String styleSource() {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-256
    }
  }

  static String page(List<Mailbox.Mail> mails) {
    var articles = mails.reversed().stream().map(MailView::article).collect(Collectors.joining());
    var none = mails.isEmpty() ? "<p>No mail yet. Reload this page when one is expected.</p>" : "";
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Mailbox</title><style>%s</style></head>
    <body><main>
    <h1>Mailbox</h1>
    <p>Every mail the servers on this machine sent, newest first. None has left this machine. <a href="/mails">The same as JSON</a>.</p>
    %s%s</main></body></html>
    """
        .formatted(STYLE, none, articles);
  }

  private static String article(Mailbox.Mail mail) {
    var text =
        LOCAL_LINK
            .matcher(html(mail.text()))
            .replaceAll(match -> "<a href=\"" + match.group() + "\">" + match.group() + "</a>");
    return """
    <article><h2>%s</h2><dl><dt>To</dt><dd>%s</dd><dt>From</dt><dd>%s</dd><dt>Received</dt><dd><time>%s</time></dd></dl><pre>%s</pre></article>
    """
        .formatted(
            html(mail.subject()), html(mail.to()), html(mail.from()), mail.receivedAt(), text);
  }

  static String json(List<Mailbox.Mail> mails) {
    return mails.stream()
        .map(
            mail ->
                "{\"to\":%s,\"from\":%s,\"subject\":%s,\"text\":%s,\"messageId\":%s,\"receivedAt\":\"%s\"}"
                    .formatted(
                        quoted(mail.to()),
                        quoted(mail.from()),
                        quoted(mail.subject()),
                        quoted(mail.text()),
                        quoted(mail.messageId()),
                        mail.receivedAt()))
        .collect(Collectors.joining(",\n", "[", "]\n"));
  }

  private static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        default -> {
          if (c < 0x20 || c > 0x7e) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
