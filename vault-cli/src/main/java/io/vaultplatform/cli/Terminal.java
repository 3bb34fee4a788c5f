package io.vaultplatform.cli;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.Client.Progress;
import io.vaultplatform.cli.work.Switch;
import java.io.PrintWriter;
import java.util.Map;

/**
 * What a person or a program sees: results on standard output, everything else on standard error.
 *
 * <p>With {@code --json} the result is one JSON object and nothing else is on standard output.
 */
public final class Terminal {
  private static final int BAR = 30;
  private static final long LONG_WORK = 4L << 20;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean quiet;
  private final boolean person;
  private long lastDrawn;

  Terminal(PrintWriter out, PrintWriter err, boolean json, boolean quiet, boolean person) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.quiet = quiet;
    this.person = person;
  }

  /** The result: as a sentence for people, as a tree for programs. */
  public void result(String sentence, Map<String, ?> tree) {
    out.println(Visible.text(json ? Json.pretty(tree) : sentence));
    out.flush();
  }

  /** The result of an act on a trigger. */
  void acted(String sentence, Switch.Acted acted) {
    result(
        sentence + " Receipt: " + acted.receipt(),
        Map.of("state", acted.state(), "receipt", acted.receipt().toString()));
  }

  /** A result that people see anyway, such as a new file. */
  public void resultForPrograms(Map<String, ?> tree) {
    if (json) {
      result("", tree);
    }
  }

  /** A remark on the way; not a result. */
  public void remark(String sentence) {
    if (!quiet) {
      err.println(Visible.text(sentence));
      err.flush();
    }
  }

  /** A line of a story that people follow; beside a JSON result it goes where remarks go. */
  public void tell(String line) {
    var where = json ? err : out;
    where.println(Visible.text(line));
    where.flush();
  }

  PrintWriter out() {
    return out;
  }

  /** A bar for long work, drawn only where a person looks. */
  public Progress progress() {
    return (what, done, total) -> {
      if (quiet || json || !person || total < LONG_WORK) {
        return;
      }
      long now = System.nanoTime();
      if (done < total && now - lastDrawn < 100_000_000L) {
        return;
      }
      lastDrawn = now;
      int filled = (int) (BAR * done / total);
      err.print(
          "\r"
              + what
              + " ["
              + "#".repeat(filled)
              + ".".repeat(BAR - filled)
              + "] "
              + 100 * done / total
              + " %");
      if (done >= total) {
        err.println();
      }
      err.flush();
    };
  }
}
