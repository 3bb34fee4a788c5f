package io.vaultplatform.cli.work;

/**
 * Under which name a file from elsewhere is saved.
 *
 * <p>A document carries the name it had. It is never a path, but it may begin with a dot, which
 * hides the file or makes it the settings of some program, or with a dash, which programs take for
 * an option; or hold characters that show another name than there is.
 */
public final class FileNames {
  private FileNames() {}

  /** The name, visible and harmless in a folder. */
  public static String saved(String told) {
    return told.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "_").replaceAll("^[.\\s-]+", "_");
  }
}
