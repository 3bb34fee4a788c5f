package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.GateKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Vaults: made, found by the name only their owner can read, and held to the keys first seen. */
public final class Vaults {
  private static final int LABEL = 1024;
  private final Client client;

  public Vaults(Client client) {
    this.client = client;
  }

  /**
   * A vault with the keys of the platform that belong to it.
   *
   * @param owner whose it is: one's own account, or somebody who granted something in it
   * @param suite of every key that its files are encrypted to
   * @param platformRecipient to whom class A is encrypted as well
   * @param logOrigin SHA-256 of the text of the audit log's key
   */
  public record Known(
      VaultId id,
      AccountId owner,
      Suite suite,
      AgeRecipient platformRecipient,
      GateKeys gate,
      VerificationKey auditKey,
      String logOrigin) {}

  /** Makes a vault; its label goes to the server as an age file to the owner. */
  public Known create(String label, Suite suite) {
    var account = client.home().requireAccount();
    var sealed =
        AgeFile.encrypt(label.getBytes(StandardCharsets.UTF_8), Set.of(own(account, suite)));
    var answer =
        client
            .api()
            .post("vaults", Map.of("label", Base64Url.encode(sealed), "suite", suite.text()))
            .body();
    var known = known(answer);
    requireMine(known);
    client.home().pins().hold("label/" + known.id(), label, "the label of a vault");
    return known;
  }

  private static AgeRecipient own(Home.Account account, Suite suite) {
    return RecipientKeys.parse(account.recipient())
        .of(suite)
        .orElseThrow(
            () -> Stop.refused("suite", "Your account has no key of suite " + suite + "."));
  }

  /** The vault of that label or id, with its keys checked against those first seen. */
  public Known find(String labelOrId) {
    return known(client.api().get("vaults/" + idOf(labelOrId)).body());
  }

  /** As {@link #find}, for what only the owner of a vault does. */
  public Known mine(String labelOrId) {
    var known = find(labelOrId);
    requireMine(known);
    return known;
  }

  /** Whether it is this account's own. */
  public boolean isMine(Known vault) {
    return vault.owner().equals(me());
  }

  private void requireMine(Known vault) {
    if (!isMine(vault)) {
      throw Stop.refused("Vault " + vault.id() + " is not yours; only its owner does this.");
    }
  }

  private AccountId me() {
    return new AccountId(UUID.fromString(client.home().requireAccount().id()));
  }

  /** The id for a label this client knows; or the id itself. */
  public VaultId idOf(String labelOrId) {
    var matching =
        client.home().pins().under("label/").entrySet().stream()
            .filter(e -> e.getValue().equals(labelOrId) || e.getKey().equals(labelOrId))
            .map(Map.Entry::getKey)
            .toList();
    if (matching.size() > 1) {
      throw Stop.usage("Several vaults are called \"" + labelOrId + "\": name one by its id.");
    }
    if (matching.size() == 1) {
      return new VaultId(UUID.fromString(matching.getFirst()));
    }
    try {
      return new VaultId(UUID.fromString(labelOrId));
    } catch (IllegalArgumentException e) {
      throw Stop.refused(
          "No vault called \""
              + labelOrId
              + "\" is known here. \"vault vault list\" learns their names.");
    }
  }

  /**
   * Every vault that the account may know of: its own with their labels, read with the owner's key,
   * and those of others. What others call theirs is neither read nor ever taken for a label here: a
   * grant, which anybody can give, must not stop or steer the grantee's own work.
   */
  public List<ListedVault> list(List<AgeIdentity> keys) {
    var me = me();
    var found = new ArrayList<ListedVault>();
    for (var vault : Pages.all(client.api(), "vaults")) {
      var id = new VaultId(UUID.fromString(vault.text("vault")));
      var owner = owner(id, vault);
      found.add(owner.equals(me) ? labelled(id, vault, keys) : new ListedVault.Shared(id, owner));
    }
    return found;
  }

  private ListedVault labelled(VaultId id, Json vault, List<AgeIdentity> keys) {
    byte[] file;
    try {
      file = Base64Url.decode(vault.text("label"));
    } catch (IllegalArgumentException e) {
      return new ListedVault.Unread(id, "it is not base64url");
    }
    return switch (AgeFile.decrypt(file, keys, LABEL)) {
      case Opening.Opened<SecretBytes>(var plain) -> {
        try (plain) {
          var label = plain.expose(b -> new String(b, StandardCharsets.UTF_8));
          client.home().pins().hold("label/" + id, label, "the label of vault " + id);
          yield new ListedVault.Mine(id, label);
        }
      }
      case Opening.Unopened<SecretBytes>(var fault) -> new ListedVault.Unread(id, fault.detail());
    };
  }

  // A vault never changes hands: a server that says so would show one's own vault as somebody's.
  private AccountId owner(VaultId id, Json vault) {
    var owner = new AccountId(UUID.fromString(vault.text("owner")));
    client
        .home()
        .pins()
        .hold("vault/" + id + "/owner", owner.toString(), "the owner of vault " + id);
    return owner;
  }

  // Held to what was seen, but for growing: a server that calls a vault weaker than it is gets
  // nothing for it.
  private Suite suite(VaultId id, Json answer) {
    var suite = Suite.of(answer.text("suite"));
    var pins = client.home().pins();
    var name = "vault/" + id + "/suite";
    if (suite == Suite.HYBRID && pins.of(name).filter(Suite.CLASSIC.text()::equals).isPresent()) {
      pins.put(name, suite.text());
    }
    pins.hold(name, suite.text(), "the suite of vault " + id);
    return suite;
  }

  /** Moves a vault to suite hybrid, once; its label is encrypted anew. */
  public Known strengthen(Known vault) {
    var account = client.home().requireAccount();
    var label =
        client
            .home()
            .pins()
            .of("label/" + vault.id())
            .orElseThrow(
                () -> Stop.refused("The vault's label is not known here: \"vault vault list\"."));
    var sealed =
        AgeFile.encrypt(label.getBytes(StandardCharsets.UTF_8), Set.of(own(account, Suite.HYBRID)));
    return known(
        client
            .api()
            .put(
                "vaults/" + vault.id() + "/suite",
                Map.of("suite", Suite.HYBRID.text(), "label", Base64Url.encode(sealed)),
                null)
            .body());
  }

  private Known known(Json answer) {
    var id = new VaultId(UUID.fromString(answer.text("vault")));
    var gate = answer.object("gate");
    var known =
        new Known(
            id,
            owner(id, answer),
            suite(id, answer),
            AgeRecipient.parse(answer.text("platformRecipient")),
            new GateKeys(
                AgeRecipient.parse(gate.text("recipient")),
                new VerificationKey(gate.text("signing"))),
            new VerificationKey(answer.text("auditKey")),
            answer.text("logOrigin"));
    if (!known.logOrigin().equals(known.auditKey().fingerprint())) {
      throw Stop.refused(
          "The log origin that the server names is not that of the audit key it names.");
    }
    var pins = client.home().pins();
    var at = "vault/" + id + "/";
    // Platform and gate have keys of each suite, and a vault may move from one to the other, once.
    var suffix = known.suite() == Suite.CLASSIC ? "" : "-" + known.suite();
    var gateAt = at + "gate" + suffix;
    pins.hold(gateAt + "-recipient", known.gate().recipient().text(), "this vault's gate key");
    pins.hold(gateAt + "-signing", known.gate().signing().text(), "this vault's gate signing key");
    pins.hold(at + "audit", known.auditKey().text(), "this vault's audit key");
    // Nobody but the owner encrypts anything to it.
    if (isMine(known)) {
      new PlatformKeys(client)
          .hold(id, known.platformRecipient(), at + "platform" + suffix, known.auditKey());
    }
    return known;
  }
}
