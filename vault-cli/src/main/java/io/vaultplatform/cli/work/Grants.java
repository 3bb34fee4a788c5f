package io.vaultplatform.cli.work;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.grants.Right;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the owner of a vault lets other accounts do in it: given, listed, taken back. */
public final class Grants {
  private final Client client;
  private final Vaults.Known vault;

  public Grants(Client client, Vaults.Known vault) {
    this.client = client;
    this.vault = vault;
  }

  /**
   * A grant to give.
   *
   * @param document empty for the whole vault
   */
  public record Wish(
      UUID who,
      Optional<DocumentId> document,
      Right right,
      Optional<Instant> from,
      Optional<Instant> until,
      Optional<UUID> afterRelease) {

    Map<String, Object> tree() {
      var tree = new LinkedHashMap<String, Object>();
      tree.put("who", who.toString());
      tree.put(
          "what",
          document
              .map(id -> Map.of("kind", "document", "id", id.toString()))
              .orElseGet(() -> Map.of("kind", "vault")));
      tree.put("right", right.text());
      from.ifPresent(time -> tree.put("from", time.toString()));
      until.ifPresent(time -> tree.put("until", time.toString()));
      afterRelease.ifPresent(trigger -> tree.put("afterRelease", trigger.toString()));
      return tree;
    }
  }

  /** A grant as the server recorded it, and the receipt that proves it. */
  public record Recorded(Json grant, Path receipt) {}

  public Recorded give(Wish wish) {
    return recorded(client.api().post(path(), wish.tree()).body());
  }

  /** Every grant, also those that were taken back. */
  public List<Json> list() {
    return client.api().get(path()).body().list("items");
  }

  /** Takes a grant back, at once. */
  public Recorded end(UUID grant) {
    return recorded(client.api().delete(path() + "/" + grant).body());
  }

  private Recorded recorded(Json answer) {
    return new Recorded(answer.object("grant"), client.keepReceipt(answer, vault.id()));
  }

  private String path() {
    return "vaults/" + vault.id() + "/grants";
  }
}
