package io.vaultplatform.cli.demo;

import io.vaultplatform.cli.KeyFiles;
import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Passphrase;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.keys.PrivateKeys;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Somebody in the story: a folder, an address, an identity file and a client of their own. Nobody
 * sees another one's folder.
 */
record Person(String name, String address, Path folder, Path identity, Client client) {

  static Person arrive(String name, String run, Path stage, String server) {
    var folder = PrivateFiles.folder(stage.resolve(name.toLowerCase(Locale.ROOT)));
    var identity = folder.resolve("identity.txt");
    try (var keys = PrivateKeys.generate()) {
      KeyFiles.write(identity, keys);
    }
    // A passphrase nobody knows: the accounts of the story are thrown away with it.
    var typed = Base64Url.encode(Randomness.bytes(24)).toCharArray();
    var client =
        Client.of(
            new Home(folder.resolve("home")),
            server,
            () -> Passphrase.of(typed),
            Client.Progress.NONE);
    return new Person(
        name, name.toLowerCase(Locale.ROOT) + "-" + run + "@example.org", folder, identity, client);
  }

  /** The private keys; the caller closes them. */
  PrivateKeys keys() {
    return KeyFiles.read(identity).keys();
  }
}
