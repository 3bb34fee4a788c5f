package io.vaultplatform.launcher;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./vault-operator}: orders about keys and about what is to be destroyed, given to the
 * servers through the database, and watched until they are carried out.
 *
 * <p>The database is that of {@code DB_HOST} and its companions, or the one in the run folder; no
 * secret is an argument. Exit status 0: done, or ordered with {@code --no-wait}; 1: refused, or the
 * database cannot be reached; 2: wrong usage; 3: ordered, and not carried out while it was watched.
 * Stopping the command stops no order.
 */
@Command(
    name = "vault-operator",
    description = "Rotates and retires keys and destroys things for good, on running servers.",
    mixinStandardHelpOptions = true,
    subcommands = {VaultOperator.Keys.class, VaultOperator.Shred.class})
public final class VaultOperator {
  private static final int POLL_MILLIS = 300;
  private static final int QUIET_POLLS = 100;

  private final Map<String, String> environment;
  private final Path home;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--no-wait",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Give the order and go; 'keys progress' tells how far it is.")
  private boolean noWait;

  VaultOperator(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = environment;
  }

  public static void main(String[] arguments) {
    System.exit(run(Path.of(System.getProperty("vault.home", ".")), System.getenv(), arguments));
  }

  static int run(Path home, Map<String, String> environment, String... arguments) {
    var line = new CommandLine(new VaultOperator(home, environment));
    // A file may be called @x. What is in it is its content and never more words of a command.
    line.setExpandAtFiles(false);
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof StartRefused) {
            command.getErr().println(e.getMessage());
            return 1;
          }
          throw e;
        });
    line.setExecutionStrategy(new CommandLine.RunLast());
    return line.execute(arguments);
  }

  private Orders orders() {
    return new Orders(RunSettings.of(home, environment));
  }

  private int order(String kind, String subject) {
    var orders = orders();
    var id = orders.give(kind, subject);
    var order = orders.see(id);
    if (noWait) {
      out().println(order.line());
      return 0;
    }
    // What is watched goes to standard error, so that standard output is the answer alone.
    var last = "";
    for (int quiet = 0; !order.ended(); quiet++) {
      if (!order.line().equals(last)) {
        last = order.line();
        quiet = 0;
        err().println(last);
      }
      if (quiet == QUIET_POLLS) {
        err()
            .println(
                "Nothing has moved for a while; the order stays in the database until a server"
                    + " takes it. See: vault-operator keys progress");
        return 3;
      }
      pause();
      order = orders.see(id);
    }
    boolean done = order.state().equals("done");
    out().println(done && kind.equals("inventory") ? order.answer() : order.line());
    return done ? 0 : 1;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartRefused("Stopped watching; the order goes on.");
    }
  }

  /** Keys. */
  @Command(name = "keys", description = "Keys: what there is, rotating, retiring.")
  static final class Keys {
    @CommandLine.ParentCommand private @Nullable VaultOperator operator;

    @Spec private @Nullable CommandSpec spec;

    @Command(
        name = "inventory",
        description = "What is sealed under which version of which key, as JSON.")
    int inventory() {
      return parent().order("inventory", "keys");
    }

    @Command(
        name = "rotate",
        description = {
          "A new key in the place of WHAT, while everything runs:",
          "data, token, directory, platform, audit, gate: that key of the key service;",
          "identities: the platform identities of every vault, or of --vault;",
          "tokens: the key that signs access tokens;  log: the key that signs the audit log."
        })
    int rotate(
        @Parameters(paramLabel = "WHAT") String what,
        @Option(names = "--vault", paramLabel = "ID", description = "identities: of one vault only")
            @Nullable String vault) {
      var wanted = what.toLowerCase(Locale.ROOT);
      if (vault != null && !wanted.equals("identities")) {
        throw new ParameterException(line(), "--vault belongs to 'rotate identities'");
      }
      return switch (wanted) {
        case "identities" -> parent().order("rotate_identities", vault == null ? "all" : vault);
        case "tokens" -> parent().order("rotate_tokens", "tokens");
        case "log" -> parent().order("rotate_audit", "audit");
        default -> parent().order("rotate_key", wanted);
      };
    }

    @Command(
        name = "retire",
        description = {
          "Destroys old versions of WHAT (a key of the key service, or tokens).",
          "Refused, with the number, while anything is sealed under them."
        })
    int retire(@Parameters(paramLabel = "WHAT") String what) {
      return what.equals("tokens")
          ? parent().order("retire_tokens", what)
          : parent().order("retire_key", what.toLowerCase(Locale.ROOT));
    }

    @Command(name = "progress", description = "The last orders, and how far they are.")
    int progress() {
      parent().orders().recent().forEach(order -> parent().out().println(order.line()));
      return 0;
    }

    private CommandLine line() {
      return Objects.requireNonNull(spec).commandLine();
    }

    private VaultOperator parent() {
      return Objects.requireNonNull(operator);
    }
  }

  /** Destroying. */
  @Command(
      name = "shred",
      description = {
        "Destroys for good: nothing brings it back but a copy of the key store from before.",
        "Type the id a second time, as --confirm."
      })
  static final class Shred {
    @CommandLine.ParentCommand private @Nullable VaultOperator operator;

    @Spec private @Nullable CommandSpec spec;

    @Command(name = "document", description = "One document, named as VAULT/DOCUMENT.")
    int document(
        @Parameters(paramLabel = "VAULT/DOCUMENT") String id,
        @Option(names = "--confirm", required = true) String confirm) {
      return shred("shred_document", id, confirm);
    }

    @Command(
        name = "subject",
        description = "Name, address and personal log payloads of a trustee, recipient or account.")
    int subject(
        @Parameters(paramLabel = "ID") String id,
        @Option(names = "--confirm", required = true) String confirm) {
      return shred("shred_subject", id, confirm);
    }

    @Command(name = "vault", description = "A vault and everything in it.")
    int vault(
        @Parameters(paramLabel = "ID") String id,
        @Option(names = "--confirm", required = true) String confirm) {
      return shred("shred_vault", id, confirm);
    }

    private int shred(String kind, String id, String confirm) {
      if (!id.equals(confirm)) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(),
            "--confirm is not the id: nothing was ordered");
      }
      return Objects.requireNonNull(operator).order(kind, id);
    }
  }
}
