package io.vaultplatform.cli.demo;

import io.vaultplatform.cli.Terminal;
import java.nio.file.Path;

/** x */
public final class Demo {
  public Demo(String server, String mailbox, Terminal terminal) {}

  public boolean play(Path file) {
    return false;
  }
}
