package io.vaultplatform.core.keys;

import io.vaultplatform.core.crypto.Fingerprint;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code fingerprint-words/v1}: a fingerprint as sixteen words, for people who would rather say
 * words than digits.
 *
 * <p>One word for each of the first 16 bytes of the hash, 128 bits; the digits show 132. Any two of
 * the 256 words differ in their first three letters and in three letters at least, so one that was
 * misheard is rarely taken for another, and three letters are enough to type.
 */
public final class FingerprintWords {
  /** How many there are in one fingerprint. */
  public static final int COUNT = 16;

  /** By the byte they stand for. */
  static final List<String> ALL =
      List.of(
          """
          acorn adobe album alley almond amber anchor angle apron arctic
          autumn award badge bamboo banjo basket beacon beetle bench berry
          bishop border bread bronze burrow butter cabin cactus camera canary
          carpet castle cedar cello chalk cinema circus clover cobalt coffee
          comet copper cotton cradle dagger dairy dawn denim desert dinner
          donkey dragon dusty easel echo elbow engine fabric falcon farmer
          fiddle figure fjord flute forest fossil galaxy garden geyser goblet
          guitar harbor helmet hornet hotel humming hydrant iceberg igloo impulse
          indigo inkwell insect island ivory jaguar jasmine jewel jigsaw journal
          jubilee juggler juniper kayak kennel keyhole kidney kimono kingdom kitchen
          kiwi knuckle koala lacquer ladder lagoon lantern laptop lemon lettuce
          library lilac linen lizard lobster locket lyric magnet mammoth maple
          meadow mercury meteor mineral mirror mitten monsoon mosaic muffin museum
          myrtle napkin nature nectar nephew nickel noodle nugget nutmeg nylon
          oasis oatmeal object ocean octopus office olive omelet onion opal
          orchid ostrich outlaw oxygen pajama palace pancake parrot peanut pebble
          pelican pencil phantom piano picnic pigeon pilgrim pirate plaza poetry
          polar poncho poppy potato prairie pretzel pumpkin puzzle pyramid quarry
          queen quilt rabbit raccoon radish raft raisin raven ribbon rodeo
          romance rubber rustic saffron sailor sandal sapling satchel saucer sawdust
          sesame shelter sketch slipper smoke snail sofa spinach sponge stable
          steeple sultan sunset swallow symbol tadpole teapot tennis thimble thunder
          tiger tractor trumpet tulip turban tuxedo typhoon unicorn uranium utensil
          vacuum vanilla venison village vinegar violin volcano voyage vulture waffle
          walnut warrior water whistle widow wolf wombat wooden yacht yogurt
          youth zebra zenith zigzag zodiac zoology
          """
              .strip()
              .split("\\s+"));

  private FingerprintWords() {}

  /** The words, in lower case, with one space between. */
  public static String of(Fingerprint fingerprint) {
    var bytes = HexFormat.of().parseHex(fingerprint.hash());
    return IntStream.range(0, COUNT)
        .mapToObj(i -> ALL.get(bytes[i] & 0xff))
        .collect(Collectors.joining(" "));
  }

  /** Whether this is as much as a fingerprint has: forty digits, or sixteen words. */
  public static boolean complete(String read) {
    return read.replaceAll("[\\s-]", "").matches("[0-9]{40}") || shortened(read).size() == COUNT;
  }

  /**
   * Whether somebody read this fingerprint: forty digits, however they are grouped, or sixteen
   * words, of which the first three letters count.
   */
  public static boolean says(Fingerprint fingerprint, String read) {
    var digits = read.replaceAll("[\\s-]", "");
    if (digits.matches("[0-9]{40}")) {
      return digits.equals(fingerprint.digits().replace(" ", ""));
    }
    return shortened(read).equals(shortened(of(fingerprint)));
  }

  private static List<String> shortened(String words) {
    return List.of(words.strip().toLowerCase(Locale.ROOT).split("[\\s,-]+")).stream()
        .map(word -> word.length() > 3 ? word.substring(0, 3) : word)
        .toList();
  }
}
