package io.vaultplatform.system;

import io.vaultplatform.launcher.Product;
import io.vaultplatform.launcher.RunSettings;
import io.vaultplatform.launcher.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * The stack under test: PostgreSQL, mailbox and both products, on free ports, once for all tests of
 * a run.
 *
 * <p>It is the launcher's own stack, so what is tested is what {@code mvn -Prun package} starts.
 * The servers start with the first test that needs one.
 */
public final class RealParts implements LauncherSessionListener {
  private static @Nullable Stack stack;
  private static boolean serversRun;

  /** Found by JUnit through {@code META-INF/services}. */
  public RealParts() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    InsideServer.configure(parts());
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    close();
  }

  /** Database, mailbox and configuration, without the products' servers. */
  static synchronized Stack parts() {
    if (stack == null) {
      var folder = Path.of(required("vault.test.folder"));
      empty(folder);
      stack =
          Stack.prepare(
              RunSettings.onFreePorts(
                  Path.of(required("vault.home")),
                  folder,
                  List.of(Product.WITNESS_VAULT, Product.FINAL_FILE)));
    }
    return stack;
  }

  /** The whole stack, every server ready. */
  static synchronized Stack whole() {
    var parts = parts();
    if (!serversRun) {
      parts.launchAll();
      serversRun = true;
    }
    return parts;
  }

  private static synchronized void close() {
    if (stack != null) {
      stack.close();
      stack = null;
    }
  }

  private static String required(String property) {
    var value = System.getProperty(property);
    if (value == null) {
      throw new IllegalStateException("the build must set " + property);
    }
    return value;
  }

  /** Every run begins with nothing, so that no test can live on what an earlier run left. */
  private static void empty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
