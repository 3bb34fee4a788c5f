package io.vaultplatform.core.crypto;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.decoders.Decoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The decoders of keys, signatures and age files: header, stanzas, Bech32, armor, payload. */
public final class CryptoDecoders {
  private static final byte[] PLAIN = Randomness.bytes(300);

  private CryptoDecoders() {}

  public static List<Decoder> decoders() {
    return Stream.of(files(), texts(), documents()).flatMap(List::stream).toList();
  }

  private static List<Decoder> files() {
    var classic = AgeIdentity.generate(Suite.CLASSIC);
    var hybrid = AgeIdentity.generate(Suite.HYBRID);
    var both = List.of(classic, hybrid);
    var files = both.stream().map(own -> AgeFile.encrypt(PLAIN, Set.of(own.recipient()))).toList();
    var headers = files.stream().map(CryptoDecoders::headerOf).toList();
    var passphrase = Passphrase.of("anything".toCharArray());
    var sealed = new ByteArrayOutputStream();
    AgeFile.encrypt(new ByteArrayInputStream(PLAIN), passphrase, 2, sealed);
    // The work itself is the client's to spend and not measured here: at most 16 times.
    var cheap = new AgeLimits(20, 64 * 1024, 4);
    return List.of(
        Decoder.ofBytes(
            "crypto.AgeFile.decrypt",
            Stream.concat(files.stream(), files.stream().map(CryptoDecoders::armored)).toList(),
            file ->
                AgeFile.decrypt(
                    new ByteArrayInputStream(file), both, OutputStream.nullOutputStream())),
        Decoder.ofBytes(
            "crypto.AgeFile.decrypt small", files, file -> AgeFile.decrypt(file, both, 100)),
        Decoder.ofBytes(
            "crypto.AgeFile.decrypt passphrase",
            List.of(sealed.toByteArray(), armored(sealed.toByteArray())),
            file ->
                AgeFile.decrypt(
                    new ByteArrayInputStream(file),
                    passphrase,
                    cheap,
                    OutputStream.nullOutputStream())),
        Decoder.ofBytes(
            "crypto.AgeHeader.read",
            files,
            file ->
                AgeHeader.read(file, AgeLimits.DEFAULT)
                    .then(h -> new Opening.Opened<>(h.isSound() && h.names(classic)))),
        Decoder.ofBytes(
            "crypto.AgeHeader.readExactly",
            headers,
            header -> AgeHeader.readExactly(header, AgeLimits.DEFAULT)));
  }

  private static List<Decoder> texts() {
    var keys = Stream.of(Suite.values()).map(AgeIdentity::generate).toList();
    var recipients = keys.stream().map(key -> key.recipient().text()).toList();
    var identities = keys.stream().map(CryptoDecoders::textOf).toList();
    var signers =
        Stream.of(Suite.values())
            .map(suite -> SigningKey.generate(suite).verificationKey().text())
            .toList();
    var joined = String.join(",", recipients);
    return List.of(
        Decoder.ofText("crypto.AgeIdentity.parse", identities, AgeIdentity::parse),
        Decoder.ofText("crypto.AgeRecipient.parse", recipients, AgeRecipient::parse),
        Decoder.ofText("crypto.X25519Recipient.new", recipients, X25519Recipient::new),
        Decoder.ofText("crypto.HybridRecipient.new", recipients, HybridRecipient::new),
        Decoder.ofText(
            "crypto.Bech32.decode", recipients, text -> Bech32.decode(text, "age", false)),
        Decoder.ofText(
            "crypto.RecipientKeys.parse",
            List.of(joined, recipients.getFirst(), new RecipientKeys(recipientsOf(keys)).text()),
            RecipientKeys::parse),
        Decoder.ofText("crypto.VerificationKey.new", signers, VerificationKey::new),
        Decoder.ofText("crypto.Fingerprint.new", List.of("0".repeat(64)), Fingerprint::new),
        Decoder.ofText("crypto.Base64Url.decode", List.of("AAEC", "_-8"), Base64Url::decode),
        Decoder.ofText(
            "crypto.Derivation.of",
            List.of(Derivation.DEFAULT_PARAMETERS),
            text -> Derivation.of(text, new byte[Derivation.SALT])),
        Decoder.ofText(
            "crypto.Suite.of", Stream.of(Suite.values()).map(Suite::text).toList(), Suite::of));
  }

  private static List<Decoder> documents() {
    var key = SigningKey.generate(Suite.CLASSIC);
    var body = Map.of("format", "vault/test/v1", "list", List.of(1L, Map.of("a", true)));
    var signed = Signed.sign(body, key);
    var hybrid = Signed.sign(body, SigningKey.generate(Suite.HYBRID));
    var secret = Sealing.newKey();
    var meaning = Sealing.Meaning.of("test");
    var cut = PuncturableKey.generate().without(5).without(-7).encoded().expose(byte[]::clone);
    return List.of(
        Decoder.ofBytes(
            "crypto.PuncturableKey.of",
            List.of(cut, PuncturableKey.generate().encoded().expose(byte[]::clone)),
            bytes -> {
              try (var encoded = SecretBytes.of(bytes);
                  var read = PuncturableKey.of(encoded)) {
                return read.at(5);
              }
            }),
        Decoder.ofBytes(
            "base.CanonicalJson.parse",
            List.of(
                signed.bytes(), CanonicalJson.bytes(Map.of("n", -5L, "t", "äö\u0001\ud83d\ude00"))),
            CanonicalJson::parse),
        Decoder.ofBytes(
            "crypto.Signed.parse",
            List.of(signed.bytes(), hybrid.bytes()),
            document -> Signed.parse(document).verify(key.verificationKey(), "vault/test/v1")),
        Decoder.ofTree(
            "crypto.Signed.of",
            List.of(signed.toTree(), hybrid.toTree()),
            tree -> Signed.of(tree).unverifiedSigner()),
        Decoder.ofBytes(
            "crypto.Sealing.open",
            List.of(Sealing.seal(secret, SecretBytes.of(PLAIN), meaning)),
            bytes -> Sealing.open(secret, bytes, meaning)));
  }

  private static List<AgeRecipient> recipientsOf(List<AgeIdentity> keys) {
    return keys.stream().map(AgeIdentity::recipient).toList();
  }

  private static String textOf(AgeIdentity identity) {
    try (var text = identity.text()) {
      return text.expose(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }
  }

  private static byte[] headerOf(byte[] file) {
    return AgeHeader.read(file, AgeLimits.DEFAULT).orThrow("a test's file").bytes();
  }

  private static byte[] armored(byte[] file) {
    var armored = new ByteArrayOutputStream();
    try (var armor = Armor.writing(armored)) {
      armor.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return armored.toByteArray();
  }
}
