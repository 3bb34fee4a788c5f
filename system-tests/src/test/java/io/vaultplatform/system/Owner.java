package io.vaultplatform.system;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.AgePayload;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.Manifest.EscrowNames;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.launcher.Product;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Somebody with an account and keys, who speaks to the API as any client could. */
final class Owner {
  final AgeIdentity identity = AgeIdentity.generate(Suite.CLASSIC);
  final SigningKey signing = SigningKey.generate(Suite.HYBRID);
  final AccountId account;
  final String token;
  final Http http;

  private Owner(String name) {
    var door = Http.to(Product.WITNESS_VAULT);
    var authKey = Base64Url.encode(Randomness.bytes(32));
    var made = door.post("/api/v1/accounts", registration(name, authKey, identity, signing));
    expect(201, made);
    account = new AccountId(UUID.fromString(made.json().get("account").asText()));
    var session = door.post("/api/v1/sessions", Map.of("name", name, "authKey", authKey));
    expect(200, session);
    token = session.json().get("accessToken").asText();
    http = door.with(token);
  }

  /** What somebody sends who registers. */
  static Map<String, Object> registration(String name) {
    return registration(name, Base64Url.encode(Randomness.bytes(32)));
  }

  /** As above, to sign in with that key. */
  static Map<String, Object> registration(String name, String authKey) {
    return registration(name, authKey, SigningKey.generate(Suite.HYBRID));
  }

  /** As above, by somebody who signs with that key. */
  static Map<String, Object> registration(String name, String authKey, SigningKey signing) {
    return registration(name, authKey, AgeIdentity.generate(Suite.CLASSIC), signing);
  }

  private static Map<String, Object> registration(
      String name, String authKey, AgeIdentity identity, SigningKey signing) {
    var bundle = AgeFile.encrypt(new byte[] {1}, Set.of(identity.recipient()));
    return Map.of(
        "name",
        name,
        "kdf",
        "$argon2id$v=19$m=65536,t=3,p=1",
        "salt",
        Base64Url.encode(Randomness.bytes(16)),
        "authKey",
        authKey,
        "recipient",
        identity.recipient().text(),
        "signingKey",
        signing.verificationKey().text(),
        "bundle",
        Base64Url.encode(bundle),
        "slots",
        EmptySlots.FILES,
        "verifiers",
        EmptySlots.VERIFIERS);
  }

  /** A new account, signed in. */
  static Owner registered() {
    return new Owner(
        "owner-"
            + Base64Url.encode(Randomness.bytes(6))
                .toLowerCase(java.util.Locale.ROOT)
                .replace('_', '.')
                .replace('-', '.')
            + "x");
  }

  /** A vault and the platform's key that goes with it. */
  record MyVault(VaultId id, AgeRecipient platform) {
    String path() {
      return "/api/v1/vaults/" + id;
    }
  }

  MyVault vault() {
    var label =
        AgeFile.encrypt(
            "mine".getBytes(java.nio.charset.StandardCharsets.UTF_8), Set.of(identity.recipient()));
    var made =
        http.post("/api/v1/vaults", Map.of("label", Base64Url.encode(label), "suite", "classic"));
    expect(201, made);
    return new MyVault(
        new VaultId(UUID.fromString(made.json().get("vault").asText())),
        AgeRecipient.parse(made.json().get("platformRecipient").asText()));
  }

  /** A file made ready: what is offered, and the payload that follows. */
  record Ready(Item item, Map<String, Object> offer, Bytes head, Bytes body) {
    byte[] header() {
      return head.toArray();
    }

    byte[] payload() {
      return body.toArray();
    }

    String payloadPath() {
      return "/api/v1/vaults/"
          + item.vault()
          + "/documents/"
          + item.document()
          + "/versions/"
          + item.version()
          + "/payload";
    }

    byte[] file() {
      var file = Arrays.copyOf(header(), head.length() + body.length());
      System.arraycopy(payload(), 0, file, head.length(), body.length());
      return file;
    }

    /** The same with one member exchanged. */
    Map<String, Object> offerWith(String member, Object value) {
      var changed = new LinkedHashMap<>(offer);
      changed.put(member, value);
      return changed;
    }
  }

  Ready document(MyVault vault, EncryptionClass type, byte[] plain, List<AgeRecipient> others) {
    return document(vault, type, plain, others, Optional.empty());
  }

  Ready document(
      MyVault vault,
      EncryptionClass type,
      byte[] plain,
      List<AgeRecipient> others,
      Optional<EscrowNames> escrow) {
    var item = Item.of(type, vault.id(), new DocumentId(Randomness.uuidV7(Instant.now())), 1);
    var recipients = new HashSet<>(others);
    recipients.add(identity.recipient());
    var file = AgeFile.encrypt(plain, recipients);
    var header = header(file);
    var payload = Arrays.copyOfRange(file, header.length(), file.length);
    var metadata =
        AgeFile.encrypt(
            new DocumentMetadata(
                    "A photo",
                    "photo.jpg",
                    "image/jpeg",
                    plain.length,
                    Digest.sha256Hex(plain),
                    DocumentMetadata.Padding.NONE)
                .bytes(),
            recipients);
    var metadataHeader = header(metadata);
    var manifest =
        new Manifest(
            account,
            vault.id(),
            item.document(),
            1,
            type,
            escrow,
            Digest.sha256Hex(payload),
            AgePayload.lengthOf(plain.length),
            plain.length,
            Digest.sha256Hex(
                Arrays.copyOfRange(metadata, metadataHeader.length(), metadata.length)),
            type == EncryptionClass.A
                ? Optional.empty()
                : Optional.of(
                    new Manifest.HeaderHashes(
                        Digest.sha256Hex(header.bytes()),
                        Digest.sha256Hex(metadataHeader.bytes()))));
    var offer = new LinkedHashMap<String, Object>();
    offer.put("document", item.document().toString());
    offer.put("version", 1);
    offer.put("class", type.name());
    offer.put("header", Base64Url.encode(header.bytes()));
    offer.put("metadata", Base64Url.encode(metadata));
    offer.put("manifest", manifest.sign(signing).toTree());
    return new Ready(item, offer, Bytes.of(header.bytes()), Bytes.of(payload));
  }

  static void expect(int status, Http.Answer answer) {
    if (answer.status() != status) {
      throw new AssertionError(
          "status "
              + answer.status()
              + " instead of "
              + status
              // An answer that was not refused may hold a token.
              + (answer.status() < 300 ? "" : ": " + answer.body()));
    }
  }

  private static AgeHeader header(byte[] file) {
    return AgeHeader.read(file, AgeLimits.DEFAULT).orThrow("a file just made");
  }
}
