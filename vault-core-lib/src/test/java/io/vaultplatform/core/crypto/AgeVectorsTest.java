package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The public test vectors of the age format (C2SP/CCTV): every file, every expectation. */
class AgeVectorsTest {
  private static final Path VECTORS = Path.of(System.getProperty("vectors.dir", "none"), "age");

  @TestFactory
  Stream<DynamicTest> every_public_vector_is_answered_as_it_expects() throws IOException {
    assumeTrue(Files.isDirectory(VECTORS), "the folder of test vectors is absent: " + VECTORS);
    return checks(AgeVector.allIn(VECTORS).toList(), 80);
  }

  static Stream<DynamicTest> checks(List<AgeVector> vectors, int least) {
    assertThat(vectors).hasSizeGreaterThanOrEqualTo(least);
    return vectors.stream().map(v -> DynamicTest.dynamicTest(v.name(), v::check));
  }
}
