package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Visible;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.TrusteeProof;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which trustees showed that their key works, for their owner. The server's word is not enough: a
 * proof counts here only with the statement that the trustee signed, by the key this client knows
 * them by.
 */
public final class KeyProofs {
  private final Client client;

  public KeyProofs(Client client) {
    this.client = client;
  }

  /**
   * One trustee.
   *
   * @param standing as the server tells it, or {@code unsigned} where it shows no statement of
   *     theirs for what it tells
   */
  public record Trustee(
      UUID id, String alias, String standing, Optional<Instant> provedAt, String due) {
    private String words() {
      return switch (standing) {
        case "recent", "due_soon" ->
            alias + " showed that their key works on " + at() + "; again by " + due + ".";
        case "unsigned" ->
            alias + ": the server says that they showed their key, and has no statement of theirs.";
        case "overdue" ->
            alias + " did not show by " + due + " that their key works" + last() + ".";
        default -> alias + " has not shown yet that their key works; asked to by " + due + ".";
      };
    }

    private String at() {
      return provedAt.map(Instant::toString).orElse("");
    }

    private String last() {
      return provedAt.map(at -> "; the last time was " + at).orElse("");
    }

    private Map<String, Object> tree() {
      var tree = new LinkedHashMap<String, Object>();
      tree.put("trustee", id.toString());
      tree.put("alias", alias);
      tree.put("standing", standing);
      provedAt.ifPresent(at -> tree.put("provedAt", at.toString()));
      tree.put("due", due);
      return tree;
    }
  }

  /** All of an arming; nothing while it is not armed. */
  public record Seen(List<Trustee> trustees, List<Json> groups) {
    public Seen {
      trustees = List.copyOf(trustees);
      groups = List.copyOf(groups);
    }

    /** One line for each trustee, and one for each group of which too few can be counted on. */
    public List<String> words() {
      var lines = new ArrayList<>(trustees.stream().map(Trustee::words).toList());
      for (var group : groups) {
        if (group.flag("tooFew")) {
          lines.add(
              "Path "
                  + group.number("path")
                  + ", group "
                  + group.number("group")
                  + ": "
                  + group.number("needed")
                  + " are needed to open, and "
                  + (group.number("recent") + group.number("awaited"))
                  + " can be counted on. Ask the others, or arm anew without them.");
        }
      }
      return lines;
    }

    public Map<String, Object> tree() {
      return Map.of(
          "trustees", trustees.stream().map(Trustee::tree).toList(),
          "groups", groups.stream().map(Json::members).toList());
    }
  }

  public Seen look(Vaults.Known vault, UUID trigger) {
    var answer =
        client.api().get("vaults/" + vault.id() + "/triggers/" + trigger + "/proofs").body();
    var items = answer.has("trustees") ? answer.list("trustees") : List.<Json>of();
    if (items.stream().anyMatch(item -> signing(vault, item).isEmpty())) {
      // Not seen on this computer yet: from now on they are held to what is shown.
      new People(client).trustees(vault);
    }
    return new Seen(
        items.stream().map(item -> trustee(vault, item)).toList(),
        answer.has("groups") ? answer.list("groups") : List.of());
  }

  private Trustee trustee(Vaults.Known vault, Json item) {
    var provedAt = item.optionalText("provedAt").map(Instant::parse);
    boolean holds = provedAt.isEmpty() || isSigned(vault, item, provedAt.get());
    return new Trustee(
        UUID.fromString(item.text("trustee")),
        pinned(vault, item, "alias").orElse(item.text("trustee")),
        holds ? Visible.line(item.text("standing")) : "unsigned",
        provedAt,
        Visible.line(item.text("due")));
  }

  private boolean isSigned(Vaults.Known vault, Json item, Instant provedAt) {
    var key = signing(vault, item);
    return key.isPresent()
        && item.has("statement")
        && TrusteeProof.verify(Getting.signed(item.object("statement")), key.get())
            instanceof Outcome.Done<TrusteeProof>(var proof)
        && proof.epoch().vault().equals(vault.id())
        && proof.trustee().equals(UUID.fromString(item.text("trustee")))
        && Duration.between(proof.at(), provedAt).abs().compareTo(TrusteeProof.CLOCKS) <= 0;
  }

  private Optional<VerificationKey> signing(Vaults.Known vault, Json item) {
    return pinned(vault, item, "signing").map(VerificationKey::new);
  }

  private Optional<String> pinned(Vaults.Known vault, Json item, String what) {
    return client
        .home()
        .pins()
        .of("vault/" + vault.id() + "/trustee/" + item.text("trustee") + "/" + what);
  }
}
