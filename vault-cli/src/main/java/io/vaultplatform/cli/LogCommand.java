package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Logs;
import io.vaultplatform.cli.work.Vaults;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a vault's audit log, or exports it. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = "What was recorded about a vault; or export all of it for \"vault verify-log\".")
final class LogCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(index = "0", paramLabel = "VAULT", description = "A vault's label or id.")
  private String vault = "";

  @Option(names = "--actor", description = "Only what this actor did.")
  private @Nullable String actor;

  @Option(names = "--resource", description = "Only what concerns this resource.")
  private @Nullable String resource;

  @Option(names = "--type", description = "Only entries of this type.")
  private @Nullable String type;

  @Option(names = "--from", description = "Not before this time (2026-12-24T12:00:00Z).")
  private @Nullable String from;

  @Option(names = "--to", description = "Not after this time.")
  private @Nullable String to;

  @Option(
      names = "--most",
      defaultValue = "200",
      description = "At most so many entries (${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "Save the whole log here, for verify-log.")
  private @Nullable Path export;

  @Override
  public Integer call() {
    if (most < 1) {
      throw Stop.usage("--most takes a number from 1 on, not " + most + ".");
    }
    var client = common.client();
    var known = new Vaults(client).find(vault);
    var logs = new Logs(client);
    if (export != null) {
      logs.export(known, export);
      common
          .terminal()
          .result(
              "Saved as "
                  + export
                  + ". Check it offline: vault verify-log --key "
                  + known.auditKey()
                  + " "
                  + export,
              Map.of("file", export.toString(), "auditKey", known.auditKey().text()));
      return 0;
    }
    var entries = logs.list(known, filter(), most);
    common
        .terminal()
        .result(
            entries.isEmpty()
                ? "Nothing was recorded that fits."
                : entries.stream().map(Facts::line).collect(Collectors.joining("\n")),
            Map.of("items", entries.stream().map(e -> e.members()).toList()));
    return 0;
  }

  private Map<String, String> filter() {
    var filter = new LinkedHashMap<String, String>();
    put(filter, "actor", actor);
    put(filter, "resource", resource);
    put(filter, "type", type);
    put(filter, "from", from == null ? null : Durations.time("--from", from).toString());
    put(filter, "to", to == null ? null : Durations.time("--to", to).toString());
    return filter;
  }

  private static void put(Map<String, String> filter, String name, @Nullable String value) {
    if (value != null) {
      filter.put(name, value);
    }
  }
}
