package io.vaultplatform.cli;

import io.vaultplatform.cli.home.SmallFiles;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.Kit;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.keys.GuardianShare;
import io.vaultplatform.core.keys.Guardians;
import io.vaultplatform.core.keys.SlotKeys;
import io.vaultplatform.core.keys.SlotKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What somebody brings who comes back without a passphrase: a kit, or guardians' answers. */
final class WayBack {
  @Option(
      names = "--kit",
      paramLabel = "FILE",
      description = "The recovery kit's text file; without it the code is asked for.")
  private @Nullable Path kit;

  @Option(names = "--name", description = "The account, where no file says it.")
  private @Nullable String name;

  @Option(
      names = "--answer",
      paramLabel = "FILE",
      description = "What a guardian sent back (vault recovery answer); once for each.")
  private List<Path> answers = List.of();

  @Option(
      names = {"-i", "--identity"},
      paramLabel = "FILE",
      description = "With --answer: the new keys (vault keygen) that guardians answered to.")
  private @Nullable Path identity;

  @Option(
      names = "--prf",
      paramLabel = "FILE",
      description = "The 32 bytes that a passkey's PRF gave at the account's salt, in hex.")
  private @Nullable Path prf;

  /** Found: whose account, where, and the keys of a slot. Close it to destroy them. */
  record Found(String server, String name, SlotKeys keys) implements AutoCloseable {
    Client client(Common common) {
      return server.isEmpty() ? common.client() : common.clientAt(server);
    }

    @Override
    public void close() {
      keys.close();
    }
  }

  Found find(Common common) {
    if (prf != null) {
      return new Found("", named(common), passkey(prf));
    }
    if (answers.isEmpty()) {
      var read = kit == null ? typed(common) : fromFile(kit);
      try (var code = read.secret()) {
        return new Found(read.server(), read.name(), code.keys());
      }
    }
    if (kit != null || identity == null) {
      throw Stop.usage("Guardians' answers (--answer) are opened with -i, and without --kit.");
    }
    return gathered(common, identity);
  }

  private static Kit fromFile(Path file) {
    return Kit.parse(
        new String(SmallFiles.named("recovery kit (--kit)", file), StandardCharsets.UTF_8));
  }

  private String named(Common common) {
    var account = common.home().account();
    var whose = name != null ? name : account.map(a -> a.name()).orElse("");
    if (whose.isEmpty()) {
      throw Stop.usage("Name the account with --name, or a kit file with --kit.");
    }
    return whose;
  }

  /** The keys of a passkey's slot, from what its PRF gave. */
  static SlotKeys passkey(Path file) {
    var text = new String(SmallFiles.named("PRF output (--prf)", file), StandardCharsets.US_ASCII);
    if (!text.strip().matches("[0-9a-f]{64}")) {
      throw Stop.usage("The file of --prf holds 32 bytes in lower-case hex.");
    }
    try (var secret = SecretBytes.taking(HexFormat.of().parseHex(text.strip()))) {
      return SlotKeys.of(SlotKind.PASSKEY, secret);
    }
  }

  private Kit typed(Common common) {
    var whose = named(common);
    var typed = Keyboard.secret("Code: ", "There is no keyboard to ask at: name a --kit file.");
    return new Kit("", whose, "", new String(typed));
  }

  private Found gathered(Common common, Path keyFile) {
    var shares = new ArrayList<GuardianShare>();
    try (var keys = KeyFiles.read(keyFile)) {
      for (var answer : answers) {
        shares.add(opened(answer, keys.identities()));
      }
      var gathered = Refusals.done(Guardians.gather(shares));
      gathered.faults().forEach(common.terminal()::remark);
      return new Found(gathered.one().server(), gathered.one().name(), gathered.keys());
    } finally {
      shares.forEach(GuardianShare::close);
    }
  }

  /** A share in a file, opened with one's own keys. */
  static GuardianShare opened(Path file, List<AgeIdentity> keys) {
    try {
      return switch (GuardianShare.open(SmallFiles.named("guardian's share", file), keys)) {
        case Opening.Opened<GuardianShare>(var share) -> share;
        case Opening.Unopened<GuardianShare>(var fault) ->
            throw Stop.refused("The share in " + file + " does not open: " + fault.detail() + ".");
      };
    } catch (IllegalArgumentException e) {
      throw Stop.refused("The file " + file + " holds no guardian's share: " + e.getMessage());
    }
  }
}
