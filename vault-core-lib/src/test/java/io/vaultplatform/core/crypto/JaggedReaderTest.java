package io.vaultplatform.core.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.armor.ArmoredEncryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * jagged's own reader and writer of header, payload and armor as a third opinion: in the product
 * only its X25519 stanza is used.
 */
class JaggedReaderTest {
  private final AgeIdentity identity = AgeIdentity.generate(Suite.CLASSIC);

  // Around the border of a chunk is where readers differ.
  private final List<byte[]> plains =
      List.of(
          new byte[0],
          Randomness.bytes(300),
          Randomness.bytes(65535),
          Randomness.bytes(65536),
          Randomness.bytes(65537),
          Randomness.bytes(150_000));

  @Test
  void jagged_opens_our_files_binary_and_armored() throws Exception {
    try (var text = identity.text()) {
      var reader =
          X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(
              text.<String>expose(b -> new String(b, US_ASCII)));
      for (var plain : plains) {
        var other = AgeIdentity.generate(Suite.CLASSIC).recipient();
        var file = AgeFile.encrypt(plain, Set.of(other, identity.recipient()));
        var binary =
            new StandardDecryptingChannelFactory()
                .newDecryptingChannel(
                    Channels.newChannel(new ByteArrayInputStream(file)), List.of(reader));
        assertThat(Channels.newInputStream(binary).readAllBytes()).isEqualTo(plain);
        var armor = new ByteArrayOutputStream();
        try (var writer = Armor.writing(armor)) {
          writer.write(file);
        }
        var armored =
            new ArmoredDecryptingChannelFactory()
                .newDecryptingChannel(
                    Channels.newChannel(new ByteArrayInputStream(armor.toByteArray())),
                    List.of(reader));
        assertThat(Channels.newInputStream(armored).readAllBytes()).isEqualTo(plain);
      }
    }
  }

  @Test
  void we_open_the_files_of_jagged_binary_and_armored() throws Exception {
    var writer =
        X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(identity.recipient().text());
    for (var factory :
        List.of(new StandardEncryptingChannelFactory(), new ArmoredEncryptingChannelFactory())) {
      for (var plain : plains) {
        var file = new ByteArrayOutputStream();
        try (var channel =
                factory.newEncryptingChannel(Channels.newChannel(file), List.of(writer));
            var out = Channels.newOutputStream(channel)) {
          out.write(plain);
        }
        var opened = new ByteArrayOutputStream();
        AgeFile.decrypt(new ByteArrayInputStream(file.toByteArray()), List.of(identity), opened)
            .orThrow("a file of jagged");
        assertThat(opened.toByteArray()).isEqualTo(plain);
      }
    }
  }
}
