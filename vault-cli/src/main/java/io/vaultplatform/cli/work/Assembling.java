package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.home.SmallFiles;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.AloneKit;
import io.vaultplatform.core.escrow.ClaimCode;
import io.vaultplatform.core.escrow.HandOuts;
import io.vaultplatform.core.escrow.ReleasePolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Opening without the platform: the trustees' shares, which never passed through a server, put
 * together on the recipient's computer. Nothing here needs a network.
 */
public record Assembling(VerificationKey owner, List<AgeIdentity> identities) {
  private static final int IDENTITY_TEXT = 4096;

  /** Gives a trustee's shares to whoever puts them together. */
  public static byte[] give(Path handOut, List<AgeIdentity> trustee, AgeRecipient to) {
    return Json.bytes(Refusals.done(HandOuts.give(tree("shares file", handOut), trustee, to)));
  }

  /** Saves the escrow identities that open for this recipient; the files. */
  public List<Path> assemble(
      Path kitFile, List<Path> shares, Optional<ClaimCode> code, Path folder) {
    var kit = Refusals.done(AloneKit.of(tree("kit", kitFile)));
    var policy = Refusals.done(ReleasePolicy.verify(kit.policy(), owner));
    if (code.isEmpty()) {
      Suites.identity(policy.suite(), identities);
    }
    var given = new ArrayList<AloneKit.Given>();
    shares.forEach(
        file -> given.addAll(Refusals.done(AloneKit.Given.list(tree("shares file", file)))));
    var saved = new ArrayList<Path>();
    try (var keys = new Claimed(code, policy)) {
      for (var opened : Refusals.done(kit.assemble(owner, given, identities))) {
        if (saved.stream().anyMatch(file -> file.endsWith(name(opened)))) {
          continue; // by another path already
        }
        var key = keys.of(opened.recipient()).map(List::of).orElse(identities);
        // What does not open is another recipient's.
        if (AgeFile.decrypt(opened.file().bytes(), key, IDENTITY_TEXT)
            instanceof Opening.Opened<SecretBytes>(var text)) {
          try (text) {
            saved.add(save(PrivateFiles.folder(folder).resolve(name(opened)), text));
          }
        }
      }
    }
    if (saved.isEmpty()) {
      throw Stop.refused("The shares fit, and nothing among what they open was left for this key.");
    }
    return List.copyOf(saved);
  }

  /** The keys that a code makes: another for each recipient, and each takes a second. */
  private record Claimed(
      Optional<ClaimCode> code, ReleasePolicy policy, Map<UUID, AgeIdentity> made)
      implements AutoCloseable {
    Claimed(Optional<ClaimCode> code, ReleasePolicy policy) {
      this(code, policy, new HashMap<>());
    }

    Optional<AgeIdentity> of(UUID recipient) {
      return code.map(
          c ->
              made.computeIfAbsent(
                  recipient, id -> c.identity(policy.epoch(), id, policy.suite())));
    }

    @Override
    public void close() {
      made.values().forEach(AgeIdentity::close);
    }
  }

  private static String name(AloneKit.Opened opened) {
    return "release-key-" + opened.portion().stage() + "." + opened.portion().set() + ".txt";
  }

  private static Path save(Path target, SecretBytes text) {
    try (var channel = PrivateFiles.create(target)) {
      text.show(
          bytes -> {
            try {
              var left = ByteBuffer.wrap(bytes);
              while (left.hasRemaining()) {
                channel.write(left);
              }
            } catch (IOException e) {
              throw Stop.refused("The file " + target + " cannot be written.");
            }
          });
      return target;
    } catch (IOException e) {
      throw Stop.refused("The file " + target + " cannot be written.");
    }
  }

  private static Map<String, Object> tree(String what, Path file) {
    try {
      return CanonicalJson.parse(SmallFiles.large(what, file));
    } catch (IllegalArgumentException e) {
      throw Stop.usage("The " + what + " " + file + " is not as it was written.");
    }
  }
}
