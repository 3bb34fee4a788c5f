package io.vaultplatform.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code mvn -Prun package} ends here: starts the stack, says where everything is, and stops it at
 * Ctrl-C.
 *
 * <p>Exit status 0 after an orderly stop, {@value #NOT_RUNNING} when the start was refused or a
 * server ended by itself; then the file named by {@code vault.refused} exists, for the build to
 * see.
 */
public final class Launcher {
  private static final int JAVA = 25;
  private static final int NOT_RUNNING = 3;

  private final AtomicBoolean stopping = new AtomicBoolean();

  private Launcher() {}

  public static void main(String[] arguments) {
    var status = new Launcher().run(Path.of(System.getProperty("vault.home", ".")));
    var refused = System.getProperty("vault.refused");
    System.exit(refused == null ? status : tellBuild(Path.of(refused), status));
  }

  private static int tellBuild(Path file, int status) {
    try {
      Files.deleteIfExists(file);
      if (status != 0) {
        Files.writeString(file, "The stack did not run.\n");
      }
      return status;
    } catch (IOException e) {
      return 1; // the build then fails by this status, less gracefully
    }
  }

  private int run(Path home) {
    try {
      if (Runtime.version().feature() < JAVA) {
        throw new StartRefused(
            "This needs Java "
                + JAVA
                + " or newer and runs on "
                + Runtime.version().feature()
                + ": install a JDK "
                + JAVA
                + ".");
      }
      var main = Thread.currentThread();
      Interrupts.onStop(() -> stop(main));
      // A build that is killed takes its launcher along; otherwise nobody would be left to press
      // Ctrl-C.
      ProcessHandle.current().parent().ifPresent(parent -> watch(parent, main));
      return serve(RunSettings.of(home, System.getenv()));
    } catch (StartRefused e) {
      if (stopping.get()) {
        return 0;
      }
      System.err.println();
      System.err.println(e.getMessage());
      return NOT_RUNNING;
    }
  }

  private int serve(RunSettings settings) {
    // The embedded parts tell much about themselves; a newcomer needs only what goes wrong.
    Logger.getLogger("").setLevel(Level.WARNING);
    System.out.println("Starting; this takes about half a minute.");
    try (var stack = Stack.start(settings)) {
      System.out.println(Greeting.of(stack));
      var ended = stack.awaitEnd();
      System.err.println(
          ended.title()
              + " ended by itself; its log is in "
              + stack.logs()
              + ". Stopping the rest.");
      return NOT_RUNNING;
    } catch (InterruptedException e) {
      System.out.println("Everything is stopped; the data is kept.");
      return 0;
    }
  }

  private void watch(ProcessHandle parent, Thread main) {
    var unused = parent.onExit().thenRun(() -> stop(main));
  }

  /**
   * The main thread alone starts and stops parts, so that a stop in the middle of a start needs no
   * lock.
   */
  private void stop(Thread main) {
    if (stopping.compareAndSet(false, true)) {
      System.out.println("Stopping.");
      main.interrupt();
    } else {
      // Hurrying would cut the database's own farewell short; it ends within seconds.
      System.out.println("Still stopping, in order.");
    }
  }
}
