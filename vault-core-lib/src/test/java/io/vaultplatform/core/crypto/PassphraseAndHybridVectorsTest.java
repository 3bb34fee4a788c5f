package io.vaultplatform.core.crypto;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the public vectors leave out: scrypt and hybrid stanzas, made by the npm package {@code
 * age-encryption} with {@code vectors.mjs} beside them. Kept, so that they are checked where there
 * is no Node.js, and so that a change of ours meets files it did not make.
 */
class PassphraseAndHybridVectorsTest {
  private static final Path VECTORS = Path.of("src/test/resources/age-encryption/vectors");

  @TestFactory
  Stream<DynamicTest> every_kept_vector_is_answered_as_it_expects() throws IOException {
    return AgeVectorsTest.checks(AgeVector.allIn(VECTORS).toList(), 36);
  }
}
