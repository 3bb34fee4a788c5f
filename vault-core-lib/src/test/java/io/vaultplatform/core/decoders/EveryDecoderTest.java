package io.vaultplatform.core.decoders;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every decoder of the pure packages withstands a fixed number of wrong inputs; none is left out.
 *
 * <p>The build always draws the same inputs, so that it says the same twice; to look further,
 * {@code -Dfuzz.seed=…} and {@code -Dfuzz.budget=…}.
 */
class EveryDecoderTest {
  private static final long SEED = Long.getLong("fuzz.seed", 20261128L);
  private static final int BUDGET = Integer.getInteger("fuzz.budget", 400);

  private static final Set<String> READS =
      Set.of(
          "parse",
          "read",
          "readExactly",
          "of",
          "open",
          "decode",
          "decrypt",
          "verify",
          "combine",
          "plan",
          "state",
          "named");
  private static final Set<String> FOREIGN =
      Set.of(
          "[B",
          "java.lang.String",
          "java.lang.CharSequence",
          "java.util.Map",
          "java.io.InputStream",
          "io.vaultplatform.core.crypto.Signed",
          "io.vaultplatform.core.crypto.SecretBytes");

  @TestFactory
  Stream<DynamicTest> no_wrong_input_surprises_a_decoder() {
    System.out.println("Every decoder reads " + BUDGET + " wrong inputs; fuzz.seed=" + SEED);
    return DecoderTable.decoders().stream()
        .map(
            decoder ->
                DynamicTest.dynamicTest(
                    decoder.name(), () -> assertThat(fuzzing(BUDGET).findings(decoder)).isEmpty()));
  }

  @Test
  void every_decoder_is_in_the_table_or_has_a_reason_not_to_be() {
    var known = DecoderTable.decoders().stream().map(Decoder::name).collect(Collectors.toSet());
    var found =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.vaultplatform.core")
                .stream()
                .filter(EveryDecoderTest::isPure)
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(EveryDecoderTest::isDecoder)
                .map(EveryDecoderTest::nameOf)
                .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found).hasSizeGreaterThan(60);
    var exceptions = DecoderTable.exceptions();
    var missing = new TreeSet<>(found);
    missing.removeAll(known);
    missing.removeAll(exceptions.keySet());
    assertThat(missing).as("decoders that nobody gives wrong input").isEmpty();
    var stale = new TreeMap<>(exceptions);
    stale.keySet().removeAll(found);
    assertThat(stale).as("exceptions that are no decoders (any more)").isEmpty();
    assertThat(known).doesNotContainAnyElementsOf(exceptions.keySet());
  }

  @Test
  void a_decoder_that_throws_something_else_is_noticed() throws Exception {
    assertThat(findings(text -> text.charAt(7))).get().asString().contains("StringIndexOutOf");
    assertThat(findings(Long::parseLong)).get().asString().contains("NumberFormatException");
    assertThat(findings(EveryDecoderTest::nested)).get().asString().contains("StackOverflowError");
  }

  @Test
  void a_decoder_that_loops_or_is_slow_is_noticed() throws Exception {
    assertThat(findings(EveryDecoderTest::forever)).get().asString().contains("does not end");
    assertThat(findings(EveryDecoderTest::slowly)).get().asString().contains(" ms (seed ");
  }

  @Test
  void a_decoder_that_allocates_what_a_length_promises_is_noticed() throws Exception {
    assertThat(findings(text -> new byte[text.isEmpty() ? 0 : text.charAt(0) << 16]))
        .get()
        .asString()
        .contains("allocates");
  }

  @Test
  void a_decoder_that_refuses_as_documented_is_left_in_peace() throws Exception {
    Decoder.Reader<String> refuses =
        text -> {
          throw new IllegalArgumentException("not this");
        };
    assertThat(findings(refuses)).isEmpty();
    assertThat(findings(text -> text)).isEmpty();
  }

  private static Fuzzing fuzzing(int budget) {
    return new Fuzzing(SEED, budget, Duration.ofMinutes(3));
  }

  private static Optional<String> findings(Decoder.Reader<String> reader) throws Exception {
    var decoder = Decoder.ofText("test.Planted", List.of("123456789012", "[[[[[[[["), reader);
    return new Fuzzing(SEED, 3000, Duration.ofSeconds(20)).findings(decoder);
  }

  private static int nested(String text) {
    return text.startsWith("[", 0) ? 1 + nested(text.substring(1) + "[") : 0;
  }

  private static Object forever(String text) {
    long turns = 0;
    while (text.length() > 3 && text.length() != 12) {
      turns++;
    }
    return turns;
  }

  private static Object slowly(String text) {
    long sum = 0;
    long turns = text.length() == 12 ? 0 : 400_000_000L;
    for (long i = 0; i < turns; i++) {
      sum = sum * 31 + text.length() + i;
    }
    return sum;
  }

  private static boolean isPure(JavaClass type) {
    return !type.getPackageName().contains(".internal")
        && !type.getPackageName().equals("io.vaultplatform.core.store")
        && isPublic(type);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(EveryDecoderTest::isPublic).orElse(true);
  }

  // A public static method that reads, or a public constructor out of one text or some bytes.
  private static boolean isDecoder(JavaCodeUnit unit) {
    var parameters = unit.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    var modifiers = unit.getModifiers();
    boolean reads =
        modifiers.contains(JavaModifier.STATIC)
            && READS.contains(unit.getName())
            && parameters.stream().anyMatch(FOREIGN::contains);
    boolean wraps =
        unit.isConstructor()
            && parameters.size() == 1
            && Set.of("[B", "java.lang.String").contains(parameters.getFirst())
            && !unit.getOwner().isAssignableTo(Throwable.class);
    return modifiers.contains(JavaModifier.PUBLIC) && (reads || wraps);
  }

  private static String nameOf(JavaCodeUnit unit) {
    var type =
        unit.getOwner().getName().replace('$', '.').substring("io.vaultplatform.core.".length());
    return unit.isConstructor() ? type + ".new" : type + "." + unit.getName();
  }
}
