package io.vaultplatform.cli.home;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Files that are read whole, each up to a bound: a wrong name such as {@code /dev/zero} ends the
 * command with a sentence and does not fill the memory.
 */
public final class SmallFiles {
  /** More than any key, code, passphrase or receipt. */
  static final int NAMED = 64 << 10;

  /** More than the largest kit: forty packets, and a list of ten thousand documents. */
  private static final int LARGE = 16 << 20;

  /** More than this client ever remembers. */
  private static final int OWN = 64 << 20;

  private SmallFiles() {}

  /**
   * A file that was named on the command line; what is wrong with it is wrong usage.
   *
   * @param what what it should be, such as "passphrase file (--passphrase-file)"
   * @return the bytes, of which no other copy is left
   */
  public static byte[] named(String what, Path file) {
    return named(what, file, NAMED);
  }

  /** The same for a file of documents and shares, which may be longer. */
  public static byte[] large(String what, Path file) {
    return named(what, file, LARGE);
  }

  private static byte[] named(String what, Path file, int most) {
    if (Files.isDirectory(file)) {
      throw Stop.usage("The " + what + " " + file + " is a folder.");
    }
    var room = new byte[most + 1];
    try (var in = Files.newInputStream(file)) {
      int length = in.readNBytes(room, 0, room.length);
      if (length > most) {
        throw Stop.usage(
            "The " + what + " " + file + " is longer than " + most + " bytes; none is.");
      }
      return Arrays.copyOf(room, length);
    } catch (IOException e) {
      throw Stop.usage("The " + what + " " + file + " cannot be read.");
    } finally {
      Arrays.fill(room, (byte) 0);
    }
  }

  /** An object that this client wrote into its folder. */
  public static Json own(Path file) {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(OWN + 1);
    } catch (IOException e) {
      throw Stop.refused("The file " + file + " cannot be read.");
    }
    if (bytes.length > OWN) {
      throw Stop.refused(
          "The file "
              + file
              + " is longer than "
              + OWN
              + " bytes; this client wrote no such file.");
    }
    try {
      return Json.parse(bytes);
    } catch (Stop e) {
      throw damaged(file);
    }
  }

  /** Ends the command because one of the client's own files is not what was written. */
  static Stop damaged(Path file) {
    return Stop.refused("The file " + file + " is damaged: it is not as this client wrote it.");
  }
}
