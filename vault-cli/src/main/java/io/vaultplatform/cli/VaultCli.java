package io.vaultplatform.cli;

import io.vaultplatform.cli.home.FileFaults;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.VaultException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The command {@code vault}.
 *
 * <p>Exit codes: 0 done, 1 refused or verification failed, 2 wrong usage, 3 no answer from the
 * server.
 */
@Command(
    name = "vault",
    mixinStandardHelpOptions = true,
    versionProvider = VaultCli.Version.class,
    description =
        "A vault's own tool: keys, encryption, storing, checking in, opening a release, verifying a"
            + " log.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused, or verification failed",
      "2:wrong usage",
      "3:no answer from the server"
    })
public final class VaultCli implements Runnable {
  private static final Map<String, Supplier<Object>> COMMANDS = commands();
  @Spec private CommandSpec spec = CommandSpec.create();

  private static Map<String, Supplier<Object>> commands() {
    var all = new LinkedHashMap<String, Supplier<Object>>();
    all.put("keygen", KeygenCommand::new);
    all.put("encrypt", EncryptCommand::new);
    all.put("decrypt", DecryptCommand::new);
    all.put("register", RegisterCommand::new);
    all.put("sign-in", SignInCommand::new);
    all.put("sign-out", SignOutCommand::new);
    all.put("whoami", WhoAmICommand::new);
    all.put("address", AddressCommand::new);
    all.put("keys", KeysCommand::new);
    all.put("passphrase", PassphraseCommand::new);
    all.put("recovery", RecoveryCommand::new);
    all.put("vault", VaultCommand::new);
    all.put("put", PutCommand::new);
    all.put("resume", ResumeCommand::new);
    all.put("get", GetCommand::new);
    all.put("ls", LsCommand::new);
    all.put("share", ShareCommand::new);
    all.put("class", ClassCommand::new);
    all.put("grant", GrantCommand::new);
    all.put("recipient", RecipientCommand::new);
    all.put("trustee", TrusteeCommand::new);
    all.put("arm", ArmCommand::new);
    all.put("status", StatusCommand::new);
    all.put("check-in", CheckInCommand::new);
    all.put("challenge", ChallengeCommand::new);
    all.put("pause", PauseCommand::new);
    all.put("disarm", DisarmCommand::new);
    all.put("cancel", CancelCommand::new);
    all.put("accept", AcceptCommand::new);
    all.put("case", CaseCommand::new);
    all.put("confirm", ConfirmCommand::new);
    all.put("release", ReleaseCommand::new);
    all.put("log", LogCommand::new);
    all.put("verify-log", VerifyLogCommand::new);
    all.put("demo", DemoCommand::new);
    return all;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    StandardOutput.install();
    // Scripts ask for the version often: answered without building thirty commands.
    if (arguments.length == 1 && arguments[0].equals("--version")) {
      System.out.println(Version.text());
      if (!System.out.checkError()) {
        return;
      }
      // What was lost is lost again below, and said there.
    }
    System.exit(commandLine(arguments).execute(arguments));
  }

  /**
   * The command line for these words: with the one command that they begin with, for building all
   * of them takes longer than most commands; with all where they begin otherwise, so that help and
   * suggestions know every one.
   */
  public static CommandLine commandLine(String... arguments) {
    var line = new CommandLine(new VaultCli());
    COMMANDS.forEach(
        (name, command) -> {
          if (arguments.length == 0
              || !COMMANDS.containsKey(arguments[0])
              || name.equals(arguments[0])) {
            line.addSubcommand(name, command.get());
          }
        });
    line.setCaseInsensitiveEnumValuesAllowed(true)
        // A file may be called @x. What is in it is its content and never more words of a command.
        .setExpandAtFiles(false)
        .registerConverter(UUID.class, new Ids())
        .setExecutionStrategy(VaultCli::ran)
        .setExecutionExceptionHandler(VaultCli::ended);
    var usual = line.getParameterExceptionHandler();
    return line.setParameterExceptionHandler(
        (e, words) ->
            List.of(words).contains("--json")
                ? told(Stop.usage(String.valueOf(e.getMessage())), e.getCommandLine(), true)
                : usual.handleParseException(e, words));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
  }

  // No command is done before what it printed has arrived.
  private static int ran(ParseResult parsed) {
    int exit = new CommandLine.RunLast().execute(parsed);
    var last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    var line = last.commandSpec().commandLine();
    try {
      StandardOutput.requireWritten(line.getOut());
      return exit;
    } catch (Stop lost) {
      int told = told(lost, line, last.expandedArgs().contains("--json"));
      return exit == 0 ? told : exit;
    }
  }

  // What went wrong, as one sentence; a stack trace would help nobody who only wanted to store a
  // file.
  private static int ended(Exception e, CommandLine line, ParseResult parsed) throws Exception {
    var stop =
        switch (e) {
          case Stop s -> s;
          case VaultException v -> Stop.refused(String.valueOf(v.getMessage()));
          case IllegalArgumentException a -> Stop.refused(String.valueOf(a.getMessage()));
          case UncheckedIOException io ->
              Stop.refused("A file could not be read or written: " + FileFaults.words(io) + ".");
          // Anything else is a mistake of ours and must not look like an answer.
          default -> throw e;
        };
    return told(stop, line, parsed.expandedArgs().contains("--json"));
  }

  private static int told(Stop stop, CommandLine line, boolean json) {
    if (json) {
      var tree = new LinkedHashMap<String, Object>();
      tree.put("exit", stop.exit().code());
      tree.put("error", stop.sentence());
      if (stop.field() != null) {
        tree.put("field", stop.field());
      }
      line.getErr().println(Visible.text(Json.pretty(tree)));
    } else {
      var field = stop.field();
      // Many a sentence begins with the field it is about.
      var named = field == null || stop.sentence().startsWith(field + " ");
      line.getErr()
          .println("vault: " + Visible.line(stop.sentence() + (named ? "" : " (" + field + ")")));
    }
    line.getErr().flush();
    return stop.exit().code();
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {text()};
    }

    private static String text() {
      var version = VaultCli.class.getPackage().getImplementationVersion();
      return "vault " + (version == null ? "(not packaged)" : version);
    }
  }
}
