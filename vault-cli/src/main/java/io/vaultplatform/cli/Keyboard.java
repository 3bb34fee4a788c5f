package io.vaultplatform.cli;

import java.io.Console;
import java.util.Optional;

/** The person at the keyboard, if there is one. */
final class Keyboard {
  private Keyboard() {}

  /** Whether somebody can be asked. */
  static boolean attended() {
    return console().isPresent();
  }

  /** What was typed, unseen. The caller wipes it. */
  static char[] secret(String prompt, String otherwise) {
    var typed = console().orElseThrow(() -> Stop.usage(otherwise)).readPassword("%s", prompt);
    return typed == null ? new char[0] : typed;
  }

  /** What was typed; nothing at the end of input. */
  static String line(String prompt, String otherwise) {
    var typed = console().orElseThrow(() -> Stop.usage(otherwise)).readLine("%s", prompt);
    return typed == null ? "" : typed.strip();
  }

  // Java 22 to 24 give a console even where input is a pipe, and Java 21 lacks the method that
  // tells the two apart.
  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Keyboard::isTerminal);
  }

  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // Java 21: a console is a terminal
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
