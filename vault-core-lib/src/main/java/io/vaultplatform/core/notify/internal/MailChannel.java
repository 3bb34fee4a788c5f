package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.notify.spi.Channel;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Mail through one SMTP server, a connection per letter.
 *
 * <p>The server's final 2xx is the acceptance. A 5xx is a refusal for good; everything else (4xx,
 * no connection, a time limit, a connection that breaks) is "not now", also where the server may
 * have taken the letter: it goes out again under the same Message-ID, which mail programs show
 * once.
 *
 * <p>A time limit per answer is not enough: a server that sends one byte every few seconds would
 * hold a letter for ever. So a watchdog closes the socket when the whole letter has taken too long.
 */
final class MailChannel implements Channel {
  private static final Pattern CODE = Pattern.compile("^\\s*([245])\\d\\d[ -]");

  private final Properties properties;
  private final MailAddress from;
  private final Optional<Account> account;
  private final Duration limit;
  private final ScheduledExecutorService watchdog;

  /** Who we are to the mail server. */
  record Account(String user, String password) {
    @Override
    public String toString() {
      return "mail account withheld";
    }
  }

  MailChannel(Properties properties, MailAddress from, Optional<Account> account, Duration limit) {
    this.properties = properties;
    this.from = from;
    this.account = account;
    this.limit = limit;
    this.watchdog =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "mail time limit");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public Sent send(Message message) {
    var sockets = new WatchedSockets();
    var session = session(sockets);
    var alarm = watchdog.schedule(sockets::closeAll, limit.toMillis(), TimeUnit.MILLISECONDS);
    try (var transport = session.getTransport("smtp")) {
      transport.connect();
      var to = new InternetAddress[] {new InternetAddress(message.address(), true)};
      transport.sendMessage(mime(session, message, to), to);
      return new Sent.Accepted("accepted");
    } catch (SendFailedException e) {
      return answer(e);
    } catch (MessagingException e) {
      return new Sent.NotNow(sockets.closedByUs() ? "time limit" : reason(e));
    } finally {
      alarm.cancel(false);
      // Also when an exception left it open: a socket that nobody owns would stay for ever.
      sockets.closeAll();
    }
  }

  /**
   * With {@code reportsuccess} the server's words arrive as an exception in any case; who was sent
   * to tells the cases apart.
   */
  private static Sent answer(SendFailedException e) {
    var said = lines(e);
    if (e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0) {
      return new Sent.Accepted(said.isEmpty() ? "accepted" : said.getFirst());
    }
    for (var line : said) {
      var code = CODE.matcher(line);
      if (code.find() && code.group(1).equals("5")) {
        return new Sent.Refused(line);
      }
    }
    return new Sent.NotNow(said.isEmpty() ? "not sent" : said.getFirst());
  }

  // Everything in the chain that the server said; other messages there are the library's own.
  private static List<String> lines(MessagingException e) {
    var lines = new ArrayList<String>();
    for (@Nullable Exception at = e;
        at != null;
        at = at instanceof MessagingException m ? m.getNextException() : null) {
      var text = at.getMessage();
      if (text != null && CODE.matcher(text).find()) {
        lines.add(text.strip());
      }
    }
    return lines;
  }

  private static String reason(MessagingException e) {
    var said = lines(e);
    if (!said.isEmpty()) {
      return said.getFirst();
    }
    return e.getNextException() instanceof IOException cause
        ? cause.getClass().getSimpleName()
        : e.getClass().getSimpleName();
  }

  private MimeMessage mime(Session session, Message message, InternetAddress[] to)
      throws MessagingException {
    var mime =
        new Identified(
            session,
            "<" + message.id() + "@" + from.text().substring(from.text().indexOf('@') + 1) + ">");
    mime.setFrom(new InternetAddress(from.text(), true));
    mime.setRecipients(jakarta.mail.Message.RecipientType.TO, to);
    mime.setSubject(message.subject(), "UTF-8");
    mime.setSentDate(Date.from(message.date()));
    // RFC 3834: no vacation notice shall answer this.
    mime.setHeader("Auto-Submitted", "auto-generated");
    mime.setText(message.text().replace("\n", "\r\n"), "UTF-8");
    return mime;
  }

  private Session session(WatchedSockets sockets) {
    var own = new Properties();
    own.putAll(properties);
    own.put("mail.smtp.socketFactory", sockets);
    own.put("mail.smtp.socketFactory.fallback", "false");
    own.put("mail.smtp.auth", Boolean.toString(account.isPresent()));
    return Session.getInstance(
        own,
        account
            .<Authenticator>map(
                who ->
                    new Authenticator() {
                      @Override
                      protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication(who.user(), who.password());
                      }
                    })
            .orElse(null));
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
  }

  /** A message whose Message-ID is ours: the library would make a new one for every try. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
