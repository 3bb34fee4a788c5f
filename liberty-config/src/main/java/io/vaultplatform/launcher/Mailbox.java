package io.vaultplatform.launcher;

import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mail server on loopback that accepts every mail and delivers none: what the products send can
 * be read here, by a person in the page and by a test as JSON.
 *
 * <p>It holds the newest {@value #KEPT} mails in memory and forgets them with the process.
 */
public final class Mailbox implements AutoCloseable {
  static final int KEPT = 1000;
  private static final int TEXT_LIMIT = 64 * 1024;

  /** One mail as it arrived; {@code text} is its plain part, cut at 64 KiB. */
  public record Mail(
      String to, String from, String subject, String text, String messageId, Instant receivedAt) {}

  private final int smtpPort;
  private final MailboxPage page;
  private GreenMail server;

  private Mailbox(int smtpPort, MailboxPage page, GreenMail server) {
    this.smtpPort = smtpPort;
    this.page = page;
    this.server = server;
  }

  /** Starts SMTP and the page. */
  public static Mailbox start(int smtpPort, int pagePort) {
    var server = smtp(smtpPort);
    var page = MailboxPage.on(pagePort);
    var mailbox = new Mailbox(smtpPort, page, server);
    page.show(mailbox::mails);
    return mailbox;
  }

  /** Every mail that is kept, oldest first. */
  public synchronized List<Mail> mails() {
    var all =
        folders()
            .flatMap(folder -> folder.getNonDeletedMessages().stream())
            .sorted(byArrival())
            .toList();
    if (all.size() > KEPT) {
      all.subList(0, all.size() - KEPT).forEach(old -> old.setFlag(Flags.Flag.DELETED, true));
      folders().forEach(Mailbox::expunge);
      all = all.subList(all.size() - KEPT, all.size());
    }
    return all.stream().map(Mailbox::read).toList();
  }

  /** Stops accepting mail, as a mail server that is down; what arrived is gone with it. */
  public synchronized void refuseMail() {
    server.stop();
  }

  /** Accepts mail again after {@link #refuseMail}. */
  public synchronized void acceptMail() {
    server = smtp(smtpPort);
  }

  @Override
  public synchronized void close() {
    page.close();
    server.stop();
  }

  private static GreenMail smtp(int port) {
    var setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    setup.setServerStartupTimeout(10_000);
    var server = new GreenMail(setup);
    server.start();
    return server;
  }

  private Stream<MailFolder> folders() {
    var store = server.getManagers().getImapHostManager();
    return server.getUserManager().listUser().stream().map(user -> inbox(store, user));
  }

  private static MailFolder inbox(ImapHostManager store, GreenMailUser user) {
    try {
      return store.getInbox(user);
    } catch (FolderException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void expunge(MailFolder folder) {
    try {
      folder.expunge();
    } catch (FolderException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Comparator<StoredMessage> byArrival() {
    return Comparator.comparing(StoredMessage::getReceivedDate)
        .thenComparing(StoredMessage::getUid);
  }

  private static Mail read(StoredMessage stored) {
    try {
      var message = stored.getMimeMessage();
      return new Mail(
          addresses(message.getAllRecipients()),
          addresses(message.getFrom()),
          orEmpty(message.getSubject()),
          cut(plainText(message)),
          orEmpty(message.getMessageID()),
          stored.getReceivedDate().toInstant());
    } catch (MessagingException | IOException e) {
      return new Mail(
          "", "", "(a mail that cannot be read)", "", "", stored.getReceivedDate().toInstant());
    }
  }

  private static String addresses(
      jakarta.mail.Address @org.jspecify.annotations.Nullable [] addresses) {
    return addresses == null
        ? ""
        : Arrays.stream(addresses).map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String plainText(Part part) throws MessagingException, IOException {
    if (part.getContent() instanceof Multipart many) {
      for (var i = 0; i < many.getCount(); i++) {
        BodyPart one = many.getBodyPart(i);
        if (one.isMimeType("text/plain") || one.isMimeType("multipart/*")) {
          return plainText(one);
        }
      }
      return "";
    }
    return part.getContentType().toLowerCase(Locale.ROOT).startsWith("text/")
            && part.getContent() instanceof String text
        ? text
        : "";
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  private static String cut(String text) {
    return text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT);
  }
}
