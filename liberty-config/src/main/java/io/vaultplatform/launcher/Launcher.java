package io.vaultplatform.launcher;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code mvn -Prun package} ends here: starts the stack, says where everything is, and stops it at
 * Ctrl-C.
 *
 * <p>Exit status 0 after an orderly stop, 1 when the start was refused or a server ended by itself.
 */
public final class Launcher {
  private static final int JAVA = 25;

  private final AtomicBoolean stopping = new AtomicBoolean();

  private Launcher() {}

  public static void main(String[] arguments) {
    System.exit(new Launcher().run(Path.of(System.getProperty("vault.home", "."))));
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
      ProcessHandle.current()
          .parent()
          .ifPresent(parent -> parent.onExit().thenRun(() -> stop(main)));
      return serve(RunSettings.of(home, System.getenv()));
    } catch (StartRefused e) {
      if (stopping.get()) {
        return 0;
      }
      System.err.println();
      System.err.println(e.getMessage());
      return 1;
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
      return 1;
    } catch (InterruptedException e) {
      System.out.println("Everything is stopped; the data is kept.");
      return 0;
    }
  }

  /**
   * The main thread alone starts and stops parts, so that a stop in the middle of a start needs no
   * lock.
   */
  private void stop(Thread main) {
    if (stopping.compareAndSet(false, true)) {
      System.out.println("Stopping.");
      main.interrupt();
    }
  }
}
