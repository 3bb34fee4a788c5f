package io.vaultplatform.cli;

import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Guesses what kind of file it is, by name; only a hint for whoever opens it later. */
public final class MediaTypes {
  private MediaTypes() {}

  public static String of(Path file) {
    String guess;
    try {
      guess = Files.probeContentType(file);
    } catch (IOException e) {
      guess = null; // not worth failing for
    }
    if (guess == null) {
      guess = URLConnection.guessContentTypeFromName(file.toString());
    }
    return guess == null ? "application/octet-stream" : guess.toLowerCase(Locale.ROOT);
  }
}
