package io.vaultplatform.witness;

import io.vaultplatform.core.architecture.AppRules;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of {@link AppRules} hold here. */
class ArchitectureTest {

  @TestFactory
  Stream<DynamicTest> every_rule_for_apps_holds() {
    return AppRules.holdFor("io.vaultplatform.witness", Map.of());
  }
}
