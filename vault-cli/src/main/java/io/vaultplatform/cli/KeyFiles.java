package io.vaultplatform.cli;

import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.keys.IdentityFile;
import io.vaultplatform.core.keys.PrivateKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Identity files on disk: read, and written with mode 0600 and never over another file. */
public final class KeyFiles {
  private KeyFiles() {}

  public static IdentityFile.Content read(Path file) {
    try (var bytes = SecretBytes.taking(Files.readAllBytes(file))) {
      return IdentityFile.parse(bytes);
    } catch (IOException e) {
      throw Stop.usage("The identity file " + file + " cannot be read.");
    } catch (IllegalArgumentException e) {
      throw Stop.usage("The file " + file + " is not an identity file: " + e.getMessage() + ".");
    }
  }

  public static void write(Path file, PrivateKeys keys) {
    try (var content = IdentityFile.write(keys);
        var channel = PrivateFiles.create(file)) {
      content.show(
          bytes -> {
            try {
              channel.write(ByteBuffer.wrap(bytes));
              channel.force(true);
            } catch (IOException e) {
              throw Stop.refused("The file " + file + " cannot be written.");
            }
          });
    } catch (IOException e) {
      throw Stop.refused("The file " + file + " cannot be written.");
    }
  }
}
