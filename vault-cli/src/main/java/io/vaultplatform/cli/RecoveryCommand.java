package io.vaultplatform.cli;

import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Kit;
import io.vaultplatform.cli.work.KitPage;
import io.vaultplatform.cli.work.Recovery;
import io.vaultplatform.core.keys.RecoveryCode;
import io.vaultplatform.core.keys.SlotKind;
import io.vaultplatform.core.keys.UnlockSlot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prepares, practises and does what brings an owner back who lost the passphrase. */
@Command(
    name = "recovery",
    mixinStandardHelpOptions = true,
    description =
        "Prepare for the day on which the passphrase is lost, practise it, and come back.",
    subcommands = {GuardiansCommand.class, AnswerCommand.class})
final class RecoveryCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Name a command: kit, guardians, passkey, drill, use, answer, status or remove.");
  }

  @Command(
      name = "kit",
      mixinStandardHelpOptions = true,
      description =
          "Make a recovery kit: a page with a code that opens your keys without the passphrase."
              + " Print it. An older kit opens nothing from then on.")
  int kit(
      @Mixin Common common,
      @Option(
              names = {"-o", "--output"},
              required = true,
              paramLabel = "FILE",
              description =
                  "Write the page here (mode 0600; never over an existing file): text, or with the"
                      + " ending .pdf a page with a QR code.")
          Path file) {
    var client = common.client();
    var account = client.home().requireAccount();
    try (var owner = new Accounts(client).unlock();
        var code = RecoveryCode.fresh()) {
      var kit =
          new Kit(
              account.server(),
              account.name(),
              LocalDate.now(ZoneOffset.UTC).toString(),
              code.text());
      // The page first: a code that counts and that nobody has would only look like a way back.
      write(file, isPdf(file) ? KitPage.pdf(kit) : kit.text().getBytes(StandardCharsets.UTF_8));
      try {
        new Recovery(client).addKit(owner, code);
      } catch (Stop stop) {
        if (stop.exit() == Stop.Exit.UNREACHABLE) {
          throw Stop.unreachable(
              stop.sentence()
                  + " Whether the kit in "
                  + file
                  + " counts is not known; \"vault recovery drill\" shows it.",
              stop);
        }
        PrivateFiles.discard(file);
        throw stop;
      }
    }
    common
        .terminal()
        .result(
            "Your recovery kit is in "
                + file
                + ". Print it, practise with it (vault recovery drill, typing the code, or --kit"
                + " with a text file), then delete the file: whoever has it has your keys.",
            Map.of("file", file.toString()));
    return 0;
  }

  private static boolean isPdf(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".pdf");
  }

  static void write(Path file, byte[] content) {
    try (FileChannel channel = PrivateFiles.create(file)) {
      var left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    } catch (IOException e) {
      PrivateFiles.discard(file);
      throw Stop.refused("The file " + file + " cannot be written.");
    }
  }

  @Command(
      name = "drill",
      mixinStandardHelpOptions = true,
      description =
          "Practise a recovery: goes the whole way but for the new passphrase, changes nothing, and"
              + " is entered in your log.")
  int drill(@Mixin Common common, @Mixin WayBack way) {
    try (var found = way.find(common)) {
      var at = new Recovery(found.client(common)).drill(found.name(), found.keys());
      common
          .terminal()
          .result(
              "It works: your keys were opened without the passphrase. Entered at " + at + ".",
              Map.of("drilledAt", at));
      return 0;
    }
  }

  @Command(
      name = "use",
      mixinStandardHelpOptions = true,
      description =
          "Come back without the passphrase: opens your keys with a recovery kit or guardians'"
              + " answers, and sets a new passphrase. Every other sign-in ends.")
  int use(
      @Mixin Common common,
      @Mixin WayBack way,
      @Option(
              names = "--new-passphrase-file",
              paramLabel = "FILE",
              description = "Read the new passphrase from the first line of FILE.")
          @Nullable Path newFile) {
    try (var found = way.find(common)) {
      var client = found.client(common);
      client
          .home()
          .account()
          .filter(a -> !a.name().equals(found.name()))
          .ifPresent(
              a -> {
                throw Stop.usage(
                    "This folder belongs to the account \""
                        + a.name()
                        + "\". Set VAULT_HOME to another folder for another account.");
              });
      var account =
          new Recovery(client).use(found.name(), found.keys(), common.newPassphrase(newFile));
      common
          .terminal()
          .result(
              "You are back as \""
                  + Visible.line(found.name())
                  + "\", with a new passphrase; every other sign-in was ended. What you used keeps"
                  + " working: if somebody else may have seen it, make a new one (vault recovery"
                  + " kit) and new keys (vault keys rotate).",
              Map.of("account", account.id(), "name", found.name()));
      return 0;
    }
  }

  @Command(
      name = "passkey",
      mixinStandardHelpOptions = true,
      description = {
        "Let a passkey open your keys, from what its PRF gave at the account's salt"
            + " (unlock-slots-v1). A browser gets that; this is for those who have it in a file.",
        "Whoever has the file has your keys."
      })
  int passkey(
      @Mixin Common common,
      @Option(
              names = "--prf",
              required = true,
              paramLabel = "FILE",
              description = "32 bytes in hex.")
          Path prf,
      @Option(
              names = "--label",
              defaultValue = "",
              description = "Which one it is, and its credential id; kept encrypted.")
          String label) {
    var client = common.client();
    try (var owner = new Accounts(client).unlock();
        var keys = WayBack.passkey(prf)) {
      new Recovery(client).add(owner, SlotKind.PASSKEY, keys, label).box().close();
    }
    common.terminal().result("The passkey opens your keys.", Map.of("added", "passkey"));
    return 0;
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "What opens your keys, and when a recovery was last practised.")
  int status(@Mixin Common common) {
    var client = common.client();
    try (var owner = new Accounts(client).unlock()) {
      var me = client.api().get("accounts/me").body();
      var slots =
          owner.bundle().slots().places().stream()
              .filter(slot -> slot.kind() != SlotKind.NONE)
              .toList();
      var drilled = owner.drilledAt();
      var tree = new LinkedHashMap<String, Object>();
      tree.put("slots", slots.stream().map(RecoveryCommand::tree).toList());
      tree.put("slotsChangedAt", me.text("slotsChangedAt"));
      drilled.ifPresent(at -> tree.put("drilledAt", at));
      common
          .terminal()
          .result(
              slots.stream().map(RecoveryCommand::line).collect(Collectors.joining("\n"))
                  + "\n"
                  + drilled
                      .map(at -> "Last drill: " + at + ".")
                      .orElse("No recovery was ever practised: vault recovery drill.")
                  + (slots.size() == 1
                      ? "\n"
                          + "If the passphrase is lost, what only you can read is lost: vault"
                          + " recovery kit."
                      : ""),
              tree);
    }
    return 0;
  }

  private static String line(UnlockSlot slot) {
    return slot.kind().text() + "  since " + slot.since() + "  " + Visible.line(slot.label());
  }

  private static Map<String, Object> tree(UnlockSlot slot) {
    return Map.of(
        "kind", slot.kind().text(), "since", slot.since().toString(), "label", slot.label());
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = {
        "Take a way to your keys away: kit, guardians or passkey.",
        "It opens nothing that the server gives from then on. Whoever used it before may have kept"
            + " your keys of that day: \"vault keys rotate\" makes new ones."
      })
  int remove(@Mixin Common common, @Parameters(paramLabel = "KIND") SlotKind kind) {
    if (kind == SlotKind.PASSPHRASE || kind == SlotKind.NONE) {
      throw Stop.usage("Name what to take away: kit, guardians or passkey.");
    }
    var client = common.client();
    try (var owner = new Accounts(client).unlock()) {
      new Recovery(client).remove(owner, kind).box().close();
    }
    common.terminal().result("Taken away: " + kind.text() + ".", Map.of("removed", kind.text()));
    return 0;
  }
}
