package io.vaultplatform.cli.demo;

import io.vaultplatform.cli.Facts;
import io.vaultplatform.cli.MediaTypes;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.Terminal;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Getting;
import io.vaultplatform.cli.work.People;
import io.vaultplatform.cli.work.Putting;
import io.vaultplatform.cli.work.Releases;
import io.vaultplatform.cli.work.Switch;
import io.vaultplatform.cli.work.Trusteeship;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.cli.work.Wanted;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.people.RecipientCode;
import io.vaultplatform.core.triggers.Condition;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.Reminders;
import io.vaultplatform.core.triggers.Uncertainty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The whole story with a real file: entrusted, the owner falls silent, is warned, two of three
 * trustees confirm, nobody objects, the recipient opens it, and the log proves every step.
 *
 * <p>Five people act, each with keys and a folder of their own. Nothing is assumed: letters are
 * read from the mailbox, states from the API, and a step that is not seen ends the demonstration.
 */
public final class Demo {
  private static final Duration INTERVAL = Duration.ofSeconds(8);
  private static final Duration GRACE = Duration.ofSeconds(6);
  private static final Duration CHALLENGE = Duration.ofSeconds(8);
  private static final int QUORUM = 2;
  private static final byte[] NOTE =
      "Written while the switch was armed.\n".getBytes(StandardCharsets.UTF_8);

  private final Terminal terminal;
  private final Narrator story;
  private final Watch watch;
  private final Path stage;
  private final Person owner;
  private final List<Person> trustees;
  private final Person recipient;

  public Demo(String server, String mailbox, Terminal terminal) {
    this.terminal = terminal;
    this.story = new Narrator(terminal::tell);
    var mail = new MailReader(mailbox);
    mail.all(); // without a mailbox there is nothing to see
    this.watch = new Watch(mail, story);
    try {
      this.stage = Files.createTempDirectory("vault-demo");
    } catch (IOException e) {
      throw Stop.refused("No folder can be made for the demonstration.");
    }
    var run =
        Base64Url.encode(Randomness.bytes(5)).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "x");
    this.owner = Person.arrive("River", run, stage, server);
    this.trustees =
        List.of(
            Person.arrive("Ada", run, stage, server),
            Person.arrive("Ben", run, stage, server),
            Person.arrive("Cleo", run, stage, server));
    this.recipient = Person.arrive("Rosa", run, stage, server);
  }

  /** What the recipient was given by hand: never through the system. */
  private record ByHand(RecipientCode code, String ownerKey) {}

  /** Plays it. Ends with a {@link Stop} at the first step that is not seen. */
  public void play(Path file) {
    try {
      var original = sha256(file);
      story.chapter("River entrusts " + file.getFileName());
      var vault = entrust(file, original);
      story.chapter("Three trustees, one recipient");
      var byHand = people(vault);
      story.chapter("The switch is armed");
      var trigger = arm(vault);
      story.chapter("River falls silent");
      silence(vault, trigger);
      story.chapter("The trustees are asked");
      confirm(vault, trigger);
      story.chapter("Rosa opens what was left");
      var opened = open(byHand, original);
      watch.state(owner, vault, trigger, Set.of("executed"));
      story.chapter("The log proves it");
      var entries = new Proof(story).of(vault, owner, trustees.subList(0, QUORUM));
      terminal.result(
          "\nDone in "
              + story.elapsed()
              + ". What Rosa opened is what River entrusted (SHA-256 "
              + original
              + "), and the log of "
              + entries
              + " entries is intact.\nEverything of the story is in "
              + stage,
          Map.of(
              "sha256", original,
              "opened", opened.toString(),
              "entries", entries,
              "folder", stage.toString(),
              "story", story.told()));
    } catch (IOException e) {
      throw Stop.refused("A file of the demonstration cannot be read: " + e.getMessage());
    }
  }

  private Vaults.Known entrust(Path file, String original) throws IOException {
    var accounts = new Accounts(owner.client());
    try (var keys = owner.keys()) {
      accounts.register(owner.address().replace("@example.org", ""), keys);
      story.tell("River", "has an account; the passphrase never left River's computer.");
    }
    accounts.address(owner.address(), Optional.of(owner.name()));
    var letter = watch.link(owner, "address");
    new LinkPages(owner.client().api().server()).press(letter);
    story.tell("River", "confirmed " + owner.address() + " with the link in a letter.");
    var vault = new Vaults(owner.client()).create("Evidence", Suite.HYBRID);
    try (var unlocked = accounts.unlock()) {
      var stored =
          new Putting(owner.client())
              .put(
                  unlocked,
                  vault,
                  new Putting.Wish(
                      file,
                      "What happened",
                      MediaTypes.of(file),
                      EncryptionClass.B,
                      Set.of(),
                      Optional.empty()));
      story.tell(
          "River",
          "encrypted and stored "
              + Files.size(file)
              + " bytes as class B; the server gave a receipt and cannot read it.");
      var back = owner.folder().resolve("fetched");
      var getting = new Getting(owner.client());
      getting.fetch(unlocked, getting.look(unlocked, vault, stored.document()), back, false);
      require(sha256(back).equals(original), "River fetched the document and it was another one.");
      story.tell("River", "fetched it back: signature, hashes and content are right.");
    }
    return vault;
  }

  private ByHand people(Vaults.Known vault) {
    var people = new People(owner.client());
    for (var trustee : trustees) {
      people.invite(vault, trustee.name(), trustee.address());
    }
    for (var trustee : trustees) {
      var link = watch.link(trustee, "trustee");
      try (var keys = trustee.keys()) {
        new Trusteeship(trustee.client()).accept(link, keys);
        story.tell(
            trustee.name(),
            "accepted with a key of their own, fingerprint "
                + keys.publicKeys().fingerprint().digits()
                + ".");
      }
    }
    for (var trustee : trustees) {
      try (var keys = trustee.keys()) {
        // What "vault trustee verify" does: the digits come from the trustee, not from the server.
        var digits = keys.publicKeys().fingerprint().digits();
        var compared = people.compareTrustee(vault, Optional.of(trustee.name()), digits);
        require(compared.ready(), trustee.name() + " has not confirmed an address.");
      }
    }
    story.tell(
        "River", "compared the three fingerprints: the server shows the trustees' own keys.");
    try (var keys = recipient.keys()) {
      var named =
          people.add(
              vault,
              recipient.name(),
              recipient.address(),
              Optional.of(keys.publicKeys().recipient()),
              Optional.empty());
      story.tell("River", "named Rosa with her key, and gave her a code and River's key by hand.");
      return new ByHand(named.code(), owner.client().home().requireAccount().signing());
    }
  }

  private UUID arm(Vaults.Known vault) throws IOException {
    var plan =
        new Plan(
            new Condition.DeadManSwitch(
                INTERVAL,
                GRACE,
                new Reminders(
                    List.of(Duration.ofSeconds(3)), Duration.ofSeconds(3), Duration.ofSeconds(2))),
            2,
            Duration.ofMinutes(2),
            CHALLENGE,
            List.of(new Plan.Stage(Duration.ofSeconds(2))),
            new Uncertainty.Hold(),
            trustees.size(),
            QUORUM,
            QUORUM);
    var actions = new Switch(owner.client());
    var trigger = actions.draft(vault, plan);
    try (var unlocked = new Accounts(owner.client()).unlock()) {
      var armed = actions.arm(unlocked, vault, trigger, plan, Wanted.simple(Set.of()));
      story.tell(
          "River",
          "armed epoch "
              + armed.epoch()
              + ": escrow key, headers and shares were made here; "
              + QUORUM
              + " of "
              + trustees.size()
              + " trustees and the platform are needed.");
    }
    watch.state(owner, vault, trigger, Set.of("armed"));
    addWhileArmed(vault);
    actions.checkIn(vault, trigger);
    story.tell("River", "checked in once more, and keeps the receipt.");
    return trigger;
  }

  private void addWhileArmed(Vaults.Known vault) throws IOException {
    try (var unlocked = new Accounts(owner.client()).unlock()) {
      new Putting(owner.client())
          .put(
              unlocked,
              vault,
              new Putting.Wish(
                  Files.write(owner.folder().resolve("note.txt"), NOTE),
                  "A later note",
                  "text/plain",
                  EncryptionClass.B,
                  Set.of(),
                  Optional.empty()));
      story.tell(
          "River",
          "added a note while armed: encrypted to the running epoch, and on the signed release"
              + " list from the moment it exists.");
    }
  }

  private void silence(Vaults.Known vault, UUID trigger) {
    story.tell("", "No word from River for " + INTERVAL.toSeconds() + " seconds.");
    var reminder = watch.letter(owner, "check-in");
    story.tell(
        "River", "is reminded by mail (\"" + reminder.subject() + "\") and does not answer.");
    watch.state(owner, vault, trigger, Set.of("warned"));
    watch.state(owner, vault, trigger, Set.of("verifying"));
  }

  private void confirm(Vaults.Known vault, UUID trigger) {
    int confirmed = 0;
    for (var trustee : trustees.subList(0, QUORUM)) {
      var link = watch.link(trustee, "trustee");
      var trusteeship = new Trusteeship(trustee.client());
      trusteeship.look(link);
      try (var keys = trustee.keys()) {
        trusteeship.confirm(link, keys);
      }
      confirmed++;
      story.tell(
          trustee.name(),
          "checked policy, share and release key, and confirmed ("
              + confirmed
              + " of "
              + QUORUM
              + ").");
    }
    watch.state(owner, vault, trigger, Set.of("triggered"));
    story.tell("", "River has " + CHALLENGE.toSeconds() + " seconds to object.");
    watch.state(owner, vault, trigger, Set.of("executing", "executed"));
  }

  private Path open(ByHand byHand, String original) throws IOException {
    var link = watch.link(recipient, "recipient");
    var releases = new Releases(recipient.client());
    var key = Optional.of(new VerificationKey(byHand.ownerKey()).fingerprint());
    try (var keys = recipient.keys()) {
      var wrong = RecipientCode.of(Randomness.bytes(RecipientCode.BYTES)).text();
      require(
          isRefused(
              () ->
                  releases.open(
                      link,
                      wrong,
                      key,
                      new Releases.Opener.Own(keys.identities()),
                      recipient.folder())),
          "The server took a wrong code.");
      story.tell("Rosa", "mistyped the code: refused.");
      var tried =
          releases.open(
              link,
              byHand.code().text(),
              key,
              new Releases.Opener.Own(keys.identities()),
              recipient.folder().resolve("opened"));
      require(tried.size() == 1, "Rosa was not left exactly one release.");
      var opened =
          tried.getFirst().opened().orElseThrow(() -> tried.getFirst().failed().orElseThrow());
      require(opened.findings().isEmpty(), "Something is missing: " + opened.findings());
      opened
          .withoutReceipt()
          .ifPresent(why -> require(false, "The hand-over has no receipt: " + why));
      require(opened.files().size() == 2, "Rosa did not get exactly two documents.");
      opened.facts().forEach(f -> story.tell("", "  recorded: " + Facts.line(f)));
      var note = opened(opened.files(), Digest.sha256Hex(NOTE));
      story.tell("Rosa", "read the note that was added while armed: " + note.getFileName() + ".");
      var file = opened(opened.files(), original);
      story.tell("Rosa", "opened it with her own key: SHA-256 " + original + ", the original.");
      return file;
    }
  }

  private static Path opened(List<Releases.Saved> files, String sha256) throws IOException {
    for (var saved : files) {
      if (sha256(saved.file()).equals(sha256)) {
        return saved.file();
      }
    }
    throw Stop.refused("What Rosa opened is not what River entrusted.");
  }

  private static boolean isRefused(Runnable act) {
    try {
      act.run();
      return false;
    } catch (Stop stop) {
      return stop.exit() == Stop.Exit.REFUSED;
    }
  }

  private static void require(boolean seen, String otherwise) {
    if (!seen) {
      throw Stop.refused(otherwise);
    }
  }

  private static String sha256(Path file) throws IOException {
    var digest = Digest.running();
    try (var in = Files.newInputStream(file)) {
      var buffer = new byte[1 << 16];
      for (int n; (n = in.read(buffer)) >= 0; ) {
        digest.add(buffer, 0, n);
      }
    }
    return digest.hex();
  }
}
