package io.vaultplatform.cli;

import io.vaultplatform.cli.home.FileFaults;
import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.home.SmallFiles;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.keys.IdentityFile;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.PublicKeyFile;
import io.vaultplatform.core.keys.PublicKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Identity files on disk: read, and written with mode 0600 and never over another file. */
public final class KeyFiles {
  private KeyFiles() {}

  public static IdentityFile.Content read(Path file) {
    try (var bytes = SecretBytes.taking(SmallFiles.named("identity file", file))) {
      return IdentityFile.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw Stop.usage("The file " + file + " is not an identity file: " + e.getMessage() + ".");
    }
  }

  public static void write(Path file, PrivateKeys keys) {
    try (var content = IdentityFile.write(keys);
        var channel = PrivateFiles.create(file)) {
      content.show(bytes -> write(file, channel, bytes));
    } catch (IOException e) {
      throw Stop.refused("The file " + file + " cannot be written.");
    }
  }

  /** The file that others are given, new as well; its owner decides who may read it. */
  public static void publish(Path file, PublicKeys keys) {
    try (var channel = PrivateFiles.create(file)) {
      write(file, channel, PublicKeyFile.write(keys).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw Stop.refused("The file " + file + " cannot be written.");
    }
  }

  // Half a key is none, and would be in the way of the next try.
  private static void write(Path file, FileChannel channel, byte[] bytes) {
    try {
      var left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    } catch (IOException e) {
      PrivateFiles.discard(file);
      throw Stop.refused("The file " + file + " cannot be written: " + FileFaults.words(e) + ".");
    }
  }
}
