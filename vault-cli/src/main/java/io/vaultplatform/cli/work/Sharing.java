package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.RecipientKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adding readers to a document of class C, by its header alone: the payload is not sent again.
 * Taking one away is a new version ({@link Putting}), for the file key cannot be taken back.
 */
public final class Sharing {
  private final Client client;

  public Sharing(Client client) {
    this.client = client;
  }

  /**
   * Adds people; those who read it keep reading it.
   *
   * @return what the server says this did to who can read the document
   */
  public String add(
      Accounts.Unlocked owner, Vaults.Known vault, DocumentId document, List<RecipientKeys> more) {
    var path = "vaults/" + vault.id() + "/documents/" + document;
    // The ETag before the look: what changes in between is refused, and not overwritten.
    var etag = client.api().get(path).etag();
    var kept = new Getting(client).look(owner, vault, document).entrusted();
    if (kept.manifest().encryptionClass() != EncryptionClass.C) {
      throw Stop.refused(
          "class",
          "Document "
              + document
              + " is of class "
              + kept.manifest().encryptionClass()
              + ": readers are added to class C. Class A is shared with \"vault grant\", class B"
              + " with \"vault arm\".");
    }
    var keys =
        more.stream()
            .map(k -> Switch.key(vault, "one of the readers (-r)", k))
            .collect(Collectors.toSet());
    var rewrapped =
        Rewrapping.of(kept, owner, Optional.empty(), header -> added(owner, header, keys));
    var answer =
        client
            .api()
            .put(
                path + "/headers",
                Map.of(
                    "version", kept.manifest().version(),
                    "header", Base64Url.encode(rewrapped.header().toArray()),
                    "metadataHeader", Base64Url.encode(rewrapped.metadataHeader().toArray()),
                    "manifest", rewrapped.manifest().toTree()),
                etag.orElse(null))
            .body();
    new SeenDocuments(client.home().pins())
        .remember(Manifest.of(rewrapped.manifest().unverifiedBody()));
    return answer.object("change").text("sentence");
  }

  private static AgeHeader added(
      Accounts.Unlocked owner, AgeHeader header, Set<AgeRecipient> keys) {
    if (header.stanzas().size() + keys.size() > AgeLimits.DEFAULT.stanzas()) {
      throw Stop.usage(
          "A file has at most 20 recipients; this one has " + header.stanzas().size() + ".");
    }
    var own = owner.identity(header.suite());
    if (keys.stream().anyMatch(key -> key.suite() != own.suite())) {
      throw Stop.refused(
          "suite",
          "The document is of suite "
              + own.suite()
              + ", the vault is not any more: store it anew.");
    }
    return header.adding(own, keys).orThrow("the document");
  }
}
