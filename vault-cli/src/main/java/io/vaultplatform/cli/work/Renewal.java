package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.escrow.Entrusted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * After an owner's keys were replaced: headers and manifests of what they stored before, made anew
 * for the new keys. A document that names the new key already is left alone, so that whoever was
 * cut off goes on where it was.
 *
 * <p>Without it everything still opens, with the former keys in the bundle.
 */
public final class Renewal {
  private final Client client;

  public Renewal(Client client) {
    this.client = client;
  }

  /**
   * How it went.
   *
   * @param renewed documents made anew by this run
   * @param before documents that were done already
   * @param left each document that stays as it was, with the reason
   */
  public record Result(int renewed, int before, List<String> left) {}

  /** Goes through every vault of the owner. */
  public Result all(Accounts.Unlocked owner) {
    var vaults = new Vaults(client);
    var mine =
        Pages.all(client.api(), "vaults").stream()
            .map(vault -> vaults.find(vault.text("vault")))
            .filter(vaults::isMine)
            .toList();
    int renewed = 0;
    int before = 0;
    var left = new ArrayList<String>();
    for (var vault : mine) {
      var ids = new Getting(client).ids(vault);
      int done = 0;
      for (var id : ids) {
        try {
          if (renew(owner, vault, id)) {
            renewed++;
          } else {
            before++;
          }
        } catch (Stop stop) {
          if (stop.exit() == Stop.Exit.UNREACHABLE) {
            throw stop;
          }
          left.add(id + ": " + stop.sentence());
        }
        client.progress().at("Renewing " + vault.id(), ++done, ids.size());
      }
    }
    return new Result(renewed, before, List.copyOf(left));
  }

  private boolean renew(Accounts.Unlocked owner, Vaults.Known vault, DocumentId id) {
    var path = "vaults/" + vault.id() + "/documents/" + id;
    var etag = client.api().get(path).etag();
    var kept = new Getting(client).look(owner, vault, id).entrusted();
    var now = owner.keys().signing().verificationKey();
    if (kept.signed().unverifiedSigner().equals(Optional.of(now))) {
      return false;
    }
    var rewrapped =
        Rewrapping.of(kept, owner, Optional.empty(), header -> header(owner, kept, header));
    client
        .api()
        .put(
            path + "/headers",
            Map.of(
                "version", kept.manifest().version(),
                "header", Base64Url.encode(rewrapped.header().toArray()),
                "metadataHeader", Base64Url.encode(rewrapped.metadataHeader().toArray()),
                "manifest", rewrapped.manifest().toTree()),
            etag.orElse(null));
    new SeenDocuments(client.home().pins())
        .remember(Manifest.of(rewrapped.manifest().unverifiedBody()));
    return true;
  }

  // Class B has no other reader while nothing is armed. In class A and C there are others whose
  // stanzas are anonymous: the new key is added, and the former one, which had the file key, stays.
  private static AgeHeader header(Accounts.Unlocked owner, Entrusted kept, AgeHeader header) {
    var fresh = owner.identity(header.suite()).recipient();
    var former = former(owner, header);
    var made =
        kept.manifest().encryptionClass() == EncryptionClass.B
            ? header.rewrap(former, Set.of(fresh))
            : header.adding(former, Set.of(fresh));
    return made.orThrow("the document");
  }

  private static AgeIdentity former(Accounts.Unlocked owner, AgeHeader header) {
    return owner.bundle().identities().stream()
        .filter(header::opens)
        .findFirst()
        .orElseThrow(() -> Stop.refused("None of your keys opens its header."));
  }
}
