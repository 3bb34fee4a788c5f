package io.vaultplatform.core.decoders;

import io.vaultplatform.core.accounts.AccountName;
import io.vaultplatform.core.accounts.Bundle;
import io.vaultplatform.core.accounts.NetworkAddress;
import io.vaultplatform.core.audit.AuditDecoders;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ClassOrder;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.Offer;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.CryptoDecoders;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.EscrowDecoders;
import io.vaultplatform.core.grants.Right;
import io.vaultplatform.core.keys.GuardianShare;
import io.vaultplatform.core.keys.Guardians;
import io.vaultplatform.core.keys.IdentityFile;
import io.vaultplatform.core.keys.KeyBundle;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.core.keys.PublicKeyFile;
import io.vaultplatform.core.keys.RecoveryCode;
import io.vaultplatform.core.keys.SlotKind;
import io.vaultplatform.core.keys.UnlockSlots;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.CodeHash;
import io.vaultplatform.core.people.RecipientCode;
import io.vaultplatform.core.people.RecipientState;
import io.vaultplatform.core.people.TrusteeAcceptance;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.people.TrusteeState;
import io.vaultplatform.core.triggers.IsoDuration;
import io.vaultplatform.core.triggers.TriggerDecoders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Every decoder of the pure packages, and what looks like one and is none. */
final class DecoderTable {
  // A method or constructor below io.vaultplatform.core, one per line, and why it is given nothing.
  private static final String NONE =
      """
      audit.Draft.of: facts that our own code enters
      audit.PersonalSeal.of: makes one
      audit.Resource.of: a word of our own code
      base.Bytes.of: any bytes
      base.Fields.of: reads nothing yet; each of its members is read by the decoders of trees
      base.KeptTime.of: the text is a field's name
      base.Refusal.of: sentences of our own
      content.ClassChange.Never.new: a sentence of our own
      content.ClassChange.Strengthened.new: a sentence of our own
      content.ClassChange.Weakened.new: a sentence of our own
      crypto.Sealing.Meaning.of: a word of our own code
      crypto.SecretBytes.of: any bytes
      crypto.Signed.Verification.Broken.new: a sentence of our own
      escrow.SealedFile.new: any bytes within a length; see escrow.SealedFile.of
      keys.RecoveryDrill.of: any bytes
      keys.SlotKeys.of: any bytes
      keys.UnlockSlot.of: a label that the owner gives, cut where it is typed
      kms.KeyContext.of: a word of our own code
      kms.SealedColumn.of: names of our own tables and columns
      notify.LinkToken.of: random bytes
      notify.spi.Channel.Sent.Accepted.new: an answer for the log, cut there
      notify.spi.Channel.Sent.NotNow.new: an answer for the log, cut there
      notify.spi.Channel.Sent.Refused.new: an answer for the log, cut there
      notify.spi.Recheck.Verdict.Stale.new: a sentence of our own
      orders.Step.Refused.new: a sentence of our own
      people.RecipientCode.of: random bytes
      """;

  private DecoderTable() {}

  static Map<String, String> exceptions() {
    var reasons = new TreeMap<String, String>();
    NONE.lines().forEach(l -> reasons.put(l.substring(0, l.indexOf(':')), l));
    return reasons;
  }

  static List<Decoder> decoders() {
    var all = new ArrayList<Decoder>();
    all.addAll(CryptoDecoders.decoders());
    all.addAll(AuditDecoders.decoders());
    all.addAll(EscrowDecoders.decoders());
    all.addAll(TriggerDecoders.decoders());
    all.addAll(keys());
    all.addAll(content());
    all.addAll(people());
    all.addAll(words());
    return all;
  }

  private static List<Decoder> keys() {
    var keys = PrivateKeys.generate();
    var unlock = AgeIdentity.generate(Suite.CLASSIC);
    var passphrase = AgeIdentity.generate(Suite.HYBRID);
    var slots = UnlockSlots.first(passphrase.recipient(), Instant.EPOCH);
    var bundle = KeyBundle.first(keys, slots).seal(unlock.recipient());
    var escrow = new KeyBundle.Escrow(new UUID(1, 6), 1, 1, AgeIdentity.generate(Suite.CLASSIC));
    var full =
        KeyBundle.first(keys, slots).with(new UUID(1, 6), List.of(escrow)).seal(unlock.recipient());
    var account = new AccountId(new UUID(1, 4));
    var guardians =
        Guardians.make(
            "https://vault.example",
            "ann",
            account,
            List.of("Ada", "Ben"),
            2,
            keys.signing(),
            Instant.EPOCH);
    var share = guardians.shares().getFirst().seal(unlock.recipient());
    // Signs the wrong bodies, and signs fast.
    var before = new PrivateKeys(List.of(unlock), SigningKey.generate(Suite.CLASSIC));
    var next = PrivateKeys.generate();
    var succession = KeySuccession.sign(account, 2, next.publicKeys(), next.signing(), before);
    return List.of(
        Decoder.ofSigned(
            "keys.KeySuccession.check",
            succession,
            before.signing(),
            signed -> KeySuccession.check(signed, account, before.publicKeys(), 1)),
        Decoder.ofBytes(
            "keys.UnlockSlots.open",
            List.of(slots.seal(AgeIdentity.generate(Suite.HYBRID))),
            file -> UnlockSlots.open(file, passphrase)),
        Decoder.ofBytes(
            "keys.GuardianShare.open",
            List.of(share),
            file -> GuardianShare.open(file, List.of(unlock))),
        Decoder.ofText(
            "keys.RecoveryCode.parse", List.of(RecoveryCode.fresh().text()), RecoveryCode::parse),
        Decoder.ofText("keys.SlotKind.of", List.of("passphrase", "kit"), SlotKind::of),
        Decoder.ofBytes(
            "keys.KeyBundle.open", List.of(bundle), file -> KeyBundle.open(file, unlock)),
        Decoder.ofBytes(
            "keys.KeyBundle.open inside",
            List.of(plain(bundle, unlock), plain(full, unlock)),
            inside -> KeyBundle.open(AgeFile.encrypt(inside, Set.of(unlock.recipient())), unlock)),
        Decoder.ofBytes(
            "keys.IdentityFile.parse",
            List.of(IdentityFile.write(keys).expose(byte[]::clone)),
            file -> IdentityFile.parse(SecretBytes.of(file))),
        Decoder.ofBytes(
            "keys.PublicKeyFile.parse",
            List.of(PublicKeyFile.write(keys.publicKeys()).getBytes(StandardCharsets.US_ASCII)),
            PublicKeyFile::parse),
        Decoder.ofBytes("accounts.Bundle.of", List.of(bundle), Bundle::of));
  }

  private static byte[] plain(byte[] file, AgeIdentity identity) {
    return AgeFile.decrypt(file, List.of(identity), 1 << 20)
        .orThrow("a bundle just made")
        .expose(byte[]::clone);
  }

  private static List<Decoder> content() {
    var item = Writing.item(EncryptionClass.B, new VaultId(new UUID(1, 1)));
    var parts = new Writing().document(item, "what was seen", List.of());
    var metadata =
        new DocumentMetadata(
            "A title", "file.txt", "text/plain", 3, "0".repeat(64), DocumentMetadata.Padding.PADME);
    var key = SigningKey.generate(Suite.CLASSIC);
    var document = new DocumentId(new UUID(1, 3));
    var owner = new AccountId(new UUID(1, 4));
    var order =
        new ClassOrder(
            owner,
            new VaultId(new UUID(1, 1)),
            document,
            EncryptionClass.B,
            EncryptionClass.C,
            new DocumentId(new UUID(1, 5)),
            Optional.empty());
    return List.of(
        Decoder.ofTree(
            "content.ClassOrder.of", List.of(order.sign(key).unverifiedBody()), ClassOrder::of),
        Decoder.ofSigned(
            "content.ClassOrder.verify",
            order.sign(key),
            key,
            signed ->
                ClassOrder.verify(
                    signed, key.verificationKey(), owner, new VaultId(new UUID(1, 1)), document)),
        Decoder.ofTree(
            "content.Manifest.of", List.of(parts.signed().unverifiedBody()), Manifest::of),
        Decoder.ofBytes(
            "content.DocumentMetadata.of", List.of(metadata.bytes()), DocumentMetadata::of),
        Decoder.ofBytes(
            "content.Offer.read",
            List.of(parts.header()),
            part -> Offer.read(item, part, parts.metadata(), parts.signed(), Writing.LIMITS)),
        Decoder.ofBytes(
            "content.Offer.read metadata",
            List.of(parts.metadata()),
            part -> Offer.read(item, parts.header(), part, parts.signed(), Writing.LIMITS)));
  }

  private static List<Decoder> people() {
    var vault = new VaultId(new UUID(1, 1));
    var trustee = new TrusteeId(new UUID(1, 2));
    var key = SigningKey.generate(Suite.CLASSIC);
    var recipient = RecipientKeys.of(AgeIdentity.generate(Suite.CLASSIC).recipient());
    var acceptance =
        Signed.sign(
            new TrusteeAcceptance(vault, trustee, recipient, key.verificationKey()).toBody(), key);
    var code = RecipientCode.of(new byte[10]);
    return List.of(
        Decoder.ofSigned(
            "people.TrusteeAcceptance.read",
            acceptance,
            key,
            signed -> TrusteeAcceptance.read(signed, vault, trustee)),
        Decoder.ofText("people.RecipientCode.parse", List.of(code.text()), RecipientCode::parse),
        Decoder.ofText(
            "people.CodeHash.parse",
            List.of("rc1." + "A".repeat(22) + "." + "0".repeat(64)),
            text -> CodeHash.parse("code", text)),
        Decoder.ofText(
            "people.Alias.parse", List.of("Ann", "Änne 2"), text -> Alias.parse("alias", text)),
        Decoder.ofText("people.Alias.new", List.of("Ann", "Änne 2"), Alias::new),
        Decoder.ofText(
            "notify.MailAddress.parse",
            List.of("ann@example.org"),
            text -> MailAddress.parse("address", text)),
        Decoder.ofText("notify.MailAddress.new", List.of("ann@example.org"), MailAddress::new),
        Decoder.ofText(
            "notify.LinkToken.parse",
            List.of(LinkToken.of(new byte[32]).text()),
            LinkToken::parse));
  }

  private static List<Decoder> words() {
    return List.of(
        Decoder.ofText("accounts.AccountName.new", List.of("ann", "ann.b-2"), AccountName::new),
        Decoder.ofText(
            "accounts.NetworkAddress.new",
            List.of("192.0.2.1", "2001:db8::1"),
            NetworkAddress::new),
        Decoder.ofText(
            "content.EncryptionClass.named", List.of("A", "B", "C"), EncryptionClass::named),
        Decoder.ofText("grants.Right.named", List.of("read"), Right::named),
        Decoder.ofText("kms.KeyRef.named", List.of("data", "gate"), KeyRef::named),
        Decoder.ofText("kms.Thing.new", List.of(Thing.subject(new UUID(1, 2)).text()), Thing::new),
        Decoder.ofText("orders.OrderKind.of", List.of("inventory", "shred_vault"), OrderKind::of),
        Decoder.ofText("people.RecipientState.of", List.of("invited"), RecipientState::of),
        Decoder.ofText("people.TrusteeState.of", List.of("invited"), TrusteeState::of),
        Decoder.ofText("triggers.IsoDuration.parse", List.of("P7D", "PT72H"), IsoDuration::parse));
  }
}
