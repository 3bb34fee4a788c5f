package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Assembling;
import io.vaultplatform.cli.work.Releases;
import io.vaultplatform.core.escrow.ClaimCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A recipient opens what was left for them. */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    description = "As a recipient: open what was left for you.")
final class ReleaseCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name a command: open, claim or assemble.");
  }

  /** How a recipient comes in. */
  static final class Door {
    @Option(names = "--link", required = true, description = "The link in the letter.")
    private String link = "";

    @Option(
        names = "--code",
        description =
            "The code you were given beforehand (else you are asked; other users of this computer"
                + " can read a command line).")
    private @Nullable String code;

    @Option(
        names = "--code-file",
        paramLabel = "FILE",
        description = "Read the code from the first line of FILE.")
    private @Nullable Path codeFile;

    @Option(
        names = "--owner-key",
        paramLabel = "KEY",
        description =
            "The owner's key as they gave it to you: 64 characters, or their file of keys.")
    private @Nullable String ownerKey;

    private String code(Common common) {
      return common.secretLine(code, codeFile, "The code you were given: ", "name a --code-file");
    }

    private Optional<String> owner() {
      return Optional.ofNullable(ownerKey).map(k -> Keys.signingFingerprint("--owner-key", k));
    }
  }

  @Command(
      name = "open",
      mixinStandardHelpOptions = true,
      description =
          "Open everything that was released to you, with the link, your code and your own key.")
  int open(
      @Mixin Common common,
      @Mixin Door door,
      @Option(
              names = {"-i", "--identity"},
              paramLabel = "FILE",
              description = "Your identity file.")
          @Nullable Path identity,
      @Option(
              names = "--claim-code",
              description = "You have no key but a claim code (CLAIM-…): you are asked for it.")
          boolean claim,
      @Option(
              names = "--claim-code-file",
              paramLabel = "FILE",
              description = "Read the claim code from the first line of FILE.")
          @Nullable Path claimFile,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FOLDER",
              defaultValue = ".",
              description = "Save here (${DEFAULT-VALUE}).")
          Path folder) {
    if ((identity == null) != (claim || claimFile != null)) {
      throw Stop.usage("Name your identity file (-i), or say that you have a --claim-code.");
    }
    var code = door.code(common);
    var owner = door.owner();
    var releases = new Releases(common.clientFor(door.link));
    if (identity == null) {
      var opener = new Releases.Opener.Claim(claimCode(common, claimFile));
      return show(
          common.terminal(),
          releases.open(door.link, code, owner, opener, folder),
          owner.isPresent());
    }
    try (var keys = KeyFiles.read(identity)) {
      var opener = new Releases.Opener.Own(keys.identities());
      return show(
          common.terminal(),
          releases.open(door.link, code, owner, opener, folder),
          owner.isPresent());
    }
  }

  private static String text(List<Releases.Brought> brought) {
    var text = new StringBuilder();
    for (var one : brought) {
      text.append("Opened by the platform for your key ").append(one.fingerprint()).append(".\n");
      one.receipt().ifPresent(r -> text.append("Receipt: ").append(r).append('\n'));
      one.withoutReceipt()
          .ifPresent(w -> text.append("NO RECEIPT: ").append(Visible.line(w)).append('\n'));
    }
    return text
        + "Keep the identity file of this key: no other will be taken. Now: \"vault release"
        + " open\".";
  }

  private static List<Map<String, Object>> trees(List<Releases.Brought> brought) {
    return brought.stream()
        .map(
            b ->
                Map.<String, Object>of(
                    "trigger", b.trigger(),
                    "fingerprint", b.fingerprint(),
                    "receipt", b.receipt().map(Path::toString).orElse(""),
                    "withoutReceipt", b.withoutReceipt().orElse("")))
        .toList();
  }

  private static ClaimCode claimCode(Common common, @Nullable Path file) {
    var typed =
        common.secretLine(null, file, "The claim code (CLAIM-…): ", "name a --claim-code-file");
    return ClaimCode.parse(typed)
        .orElseThrow(
            () -> Stop.usage("That is not a claim code, which is written CLAIM-7ZK4-M0QD-…."));
  }

  @Command(
      name = "claim",
      mixinStandardHelpOptions = true,
      description = {
        "Bring a key to a release that the platform opens for you, because you had none.",
        "The platform then encrypts to it; \"vault release open\" opens the documents. The first"
            + " key that anybody brings with link and code stays: keep its identity file."
      })
  int claim(
      @Mixin Common common,
      @Mixin Door door,
      @Option(
              names = "--key",
              required = true,
              paramLabel = "KEY",
              description =
                  "Your public key (age1…), or the file of it that \"vault keygen\" wrote:"
                      + " FILE.pub.")
          String key) {
    var keys = Keys.recipients("--key", key);
    var brought =
        new Releases(common.clientFor(door.link))
            .claim(door.link, door.code(common), door.owner(), keys);
    common.terminal().result(text(brought), Map.of("releases", trees(brought)));
    return brought.stream().allMatch(b -> b.receipt().isPresent()) ? 0 : Stop.Exit.REFUSED.code();
  }

  @Command(
      name = "assemble",
      mixinStandardHelpOptions = true,
      description = {
        "Without the platform: put together the shares that trustees gave you, offline.",
        "Saves release-key-STAGE.SET.txt; with it any program for the age format opens the owner's"
            + " export: age -d -i release-key-1.1.txt FILE.age"
      })
  int assemble(
      @Mixin Common common,
      @Option(
              names = "--kit",
              required = true,
              paramLabel = "FILE",
              description = "The kit that every trustee has.")
          Path kit,
      @Option(
              names = "--shares",
              required = true,
              paramLabel = "FILE",
              description = "What a trustee gave you (vault trustee give); repeated.")
          List<Path> shares,
      @Option(
              names = {"-i", "--identity"},
              required = true,
              paramLabel = "FILE",
              description = "Your identity file, to which the trustees gave their shares.")
          Path identity,
      @Option(
              names = "--claim-code",
              description = "It was made for a claim code (CLAIM-…): you are asked for it.")
          boolean claim,
      @Option(
              names = "--claim-code-file",
              paramLabel = "FILE",
              description = "Read the claim code from the first line of FILE.")
          @Nullable Path claimFile,
      @Option(
              names = "--owner-key",
              required = true,
              paramLabel = "KEY",
              description = "The owner's signing key (ed25519:…).")
          String ownerKey,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FOLDER",
              defaultValue = ".",
              description = "Save here (${DEFAULT-VALUE}).")
          Path folder) {
    try (var keys = KeyFiles.read(identity)) {
      var saved =
          new Assembling(Keys.signing("--owner-key", ownerKey), keys.identities())
              .assemble(
                  kit,
                  shares,
                  claim || claimFile != null
                      ? Optional.of(claimCode(common, claimFile))
                      : Optional.empty(),
                  folder);
      common
          .terminal()
          .result(
              saved.stream().map(f -> "Saved: " + f).collect(Collectors.joining("\n")),
              Map.of("keys", saved.stream().map(Path::toString).toList()));
      return 0;
    }
  }

  static int show(Terminal terminal, List<Releases.Tried> tried, boolean keyGiven) {
    terminal.result(
        tried.stream().map(t -> text(t, keyGiven)).collect(Collectors.joining("\n\n")),
        Map.of("releases", tried.stream().map(ReleaseCommand::tree).toList()));
    return tried.stream().mapToInt(ReleaseCommand::code).max().orElse(0);
  }

  private static int code(Releases.Tried tried) {
    return tried
        .failed()
        .map(stop -> stop.exit().code())
        .orElseGet(() -> tried.opened().orElseThrow().whole() ? 0 : Stop.Exit.REFUSED.code());
  }

  private static String text(Releases.Tried tried, boolean keyGiven) {
    if (tried.failed().isPresent()) {
      return Visible.line(
          "NOT OPENED: release " + tried.trigger() + ". " + tried.failed().get().sentence());
    }
    var opened = tried.opened().orElseThrow();
    var text = new StringBuilder("Left by ").append(Visible.line(opened.owner())).append('.');
    if (!keyGiven) {
      text.append("\nTheir key is taken from the server: ").append(opened.ownerKey());
    }
    opened.facts().forEach(f -> text.append("\n  ").append(Facts.line(f)));
    opened.files().forEach(f -> text.append("\nOpened: ").append(f.file()));
    opened
        .findings()
        .forEach(
            f ->
                text.append("\n")
                    .append(f.kind())
                    .append(f.document().isEmpty() ? "" : " " + Visible.line(f.document()))
                    .append(": ")
                    .append(Visible.line(f.detail())));
    opened.receipt().ifPresent(r -> text.append("\nReceipt of the hand-over: ").append(r));
    opened.withoutReceipt().ifPresent(w -> text.append("\nNO RECEIPT: ").append(Visible.line(w)));
    return text.toString();
  }

  private static Map<String, Object> tree(Releases.Tried tried) {
    if (tried.failed().isPresent()) {
      return Map.of("trigger", tried.trigger(), "error", tried.failed().get().sentence());
    }
    var opened = tried.opened().orElseThrow();
    return Map.of(
        "trigger", tried.trigger(),
        "receipt", opened.receipt().map(Path::toString).orElse(""),
        "withoutReceipt", opened.withoutReceipt().orElse(""),
        "owner", opened.owner(),
        "ownerKey", opened.ownerKey().text(),
        "facts", opened.facts().stream().map(f -> f.members()).toList(),
        "findings",
            opened.findings().stream()
                .map(
                    f ->
                        Map.of(
                            "kind", f.kind().name(),
                            "document", f.document(),
                            "detail", f.detail()))
                .toList(),
        "files", files(opened));
  }

  private static List<Map<String, Object>> files(Releases.Opened opened) {
    return opened.files().stream()
        .map(
            f ->
                Map.<String, Object>of(
                    "document", f.document().toString(),
                    "file", f.file().toString(),
                    "size", f.metadata().size(),
                    "sha256", f.metadata().sha256()))
        .toList();
  }
}
