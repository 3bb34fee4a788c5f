package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Whatever goes in comes out, for every length around the chunk borders and every number of people.
 */
class AgeRoundTripTest {
  private static final int CHUNK = 64 * 1024;

  @Property(tries = 60)
  void content_of_any_length_survives_for_each_of_its_recipients(
      @ForAll @IntRange(min = 0, max = 3) int chunks,
      @ForAll @IntRange(min = -2, max = 2) int around,
      @ForAll @IntRange(min = 1, max = 20) int people,
      @ForAll long seed)
      throws IOException {
    var random = new Random(seed);
    var plain = new byte[Math.max(0, chunks * CHUNK + around)];
    random.nextBytes(plain);
    var recipients = new HashSet<AgeRecipient>();
    AgeIdentity one = AgeIdentity.generate(Suite.CLASSIC);
    recipients.add(one.recipient());
    while (recipients.size() < people) {
      recipients.add(AgeIdentity.generate(Suite.CLASSIC).recipient());
    }
    var age = AgeFile.encrypt(plain, recipients);
    var armored = new ByteArrayOutputStream();
    try (var armor = Armor.writing(armored)) {
      armor.write(age);
    }
    for (var form : List.of(age, armored.toByteArray())) {
      var out = new ByteArrayOutputStream();
      assertThat(AgeFile.decrypt(new ByteArrayInputStream(form), List.of(one), out))
          .isEqualTo(new Opening.Opened<>((long) plain.length));
      assertThat(out.toByteArray()).isEqualTo(plain);
    }
  }

  @Test
  void a_passphrase_opens_what_it_sealed_and_another_does_not() {
    var plain = Randomness.bytes(1000);
    var age = new ByteArrayOutputStream();
    try (var right = Passphrase.of("Grüße aus dem Tal".toCharArray());
        // The same text with the umlaut as letter and mark, as another keyboard sends it.
        var same = Passphrase.of("Gru\u0308ße aus dem Tal".toCharArray());
        var wrong = Passphrase.of("Grüße aus dem tal".toCharArray())) {
      AgeFile.encrypt(new ByteArrayInputStream(plain), right, 10, age);
      var out = new ByteArrayOutputStream();
      assertThat(
              AgeFile.decrypt(
                  new ByteArrayInputStream(age.toByteArray()), same, AgeLimits.DEFAULT, out))
          .isInstanceOf(Opening.Opened.class);
      assertThat(out.toByteArray()).isEqualTo(plain);
      assertThat(
              HostileAgeTest.kindOf(
                  AgeFile.decrypt(
                      new ByteArrayInputStream(age.toByteArray()),
                      wrong,
                      AgeLimits.DEFAULT,
                      new ByteArrayOutputStream())))
          .isEqualTo(AgeFault.Kind.NO_MATCH);
    }
  }
}
